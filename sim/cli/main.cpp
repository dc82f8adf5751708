#include <unistd.h>

#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <system_error>

#include "cli/arguments.hpp"

namespace {

using namespace hegemon;
using namespace hegemon::cli;

/// Where the models are that came with this program; empty if that cannot be told.
std::filesystem::path scenario_library() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return {};
    const auto library = (program.parent_path() / HEGEMON_SCENARIOS_FROM_BIN).lexically_normal();
    return std::filesystem::is_directory(library, error) ? library : std::filesystem::path();
}

ExitCode complain(ExitCode code, const char* text) {
    std::cerr << "hegemon: " << text << '\n';
    return code;
}

/// Results that nobody could read are no results: the pipe or disk behind stdout may have failed.
ExitCode after_flush(ExitCode code) {
    std::cout.flush();
    return std::cout.good() || code != ExitCode::done ? code
                                                      : complain(ExitCode::input_output, "cannot write to stdout");
}

ExitCode guarded(int count, const char* const* arguments) {
    try {
        return after_flush(follow(count, arguments, scenario_library()));
    } catch (const std::bad_alloc&) {
        return complain(ExitCode::no_resources, "not enough memory");
    } catch (const std::system_error& error) {
        return complain(ExitCode::no_resources, error.what());
    } catch (const std::exception& error) {
        std::cerr << "hegemon: this is a mistake of the program, not of the scenario: " << error.what() << '\n';
        return ExitCode::our_bug;
    }
}

}  // namespace

int main(int count, char** arguments) { return static_cast<int>(guarded(count, arguments)); }
