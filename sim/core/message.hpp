#pragma once
/// The catalogue of messages about bad input lives in headers named `messages.hpp`; each message has an id that
/// tests/bad/ covers.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/diagnostic.hpp"

namespace hegemon {

/// One message to the user: an id, the problem, and a hint (either text with `{}` for arguments of its own).
struct Message {
    const char* id;
    const char* problem;
};

/// Fills a message in: `complain(where, messages::unknown_name, name, kind)`.
template <class... Arguments>
Diagnostic complain(Span where, const Message& message, const Arguments&... arguments) {
    Diagnostic diagnostic;
    diagnostic.id = message.id;
    diagnostic.where = std::move(where);
    diagnostic.problem = fmt::format(fmt::runtime(message.problem), arguments...);
    return diagnostic;
}

}  // namespace hegemon
