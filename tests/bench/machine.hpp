#pragma once
/// What it was measured on.
#include <string>

namespace hegemon::bench {

/// In general words: the processor with its caches, the compiler.
std::string machine();

}  // namespace hegemon::bench
