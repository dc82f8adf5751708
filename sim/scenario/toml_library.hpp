#pragma once
/// toml++, compiled here from its headers. For toml_reader.cpp only.
/// The shared library of Debian was built with its assertions on, and some texts that are not TOML, such as "[!]", run
/// into them: a user's slip would end the program. With assertions off they would be undefined behaviour. Here they
/// throw.

namespace hegemon {

/// A text that toml++ cannot cope with.
struct TomlLibraryFailure {};
[[noreturn]] inline void throw_toml_library_failure() { throw TomlLibraryFailure(); }

}  // namespace hegemon

#undef NDEBUG
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : ::hegemon::throw_toml_library_failure())
#include <toml++/toml.h>
