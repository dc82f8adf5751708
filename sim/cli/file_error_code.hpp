#pragma once
/// What a command ends with when a file could not be made, written or read.
#include <hegemon/error.hpp>

#include "cli/exit_code.hpp"

namespace hegemon::cli {

inline ExitCode code_of(const FileError& error) {
    switch (error.action()) {
        case FileError::Action::create:
            return ExitCode::cannot_create;
        case FileError::Action::write:
            return ExitCode::input_output;
        case FileError::Action::read:
            break;
    }
    return ExitCode::no_input;
}

}  // namespace hegemon::cli
