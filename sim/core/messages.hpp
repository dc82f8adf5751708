#pragma once
/// What is said about messages themselves.
#include "core/message.hpp"

namespace hegemon::messages {

inline constexpr Message more_errors{"more-errors", "{} errors are shown; there are more"};

}  // namespace hegemon::messages
