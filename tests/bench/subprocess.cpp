#include "bench/subprocess.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace hegemon::bench {
namespace {

/// As one word of a shell's command.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char character : word) {
        if (character == '\'')
            text += "'\\''";
        else
            text += character;
    }
    return text + "'";
}

}  // namespace

std::string output_of(const std::vector<std::string>& words) {
    std::string command;
    for (const std::string& word : words) command += quoted(word) + " ";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string output;
    std::array<char, 4096> piece{};
    for (std::size_t read = 0; (read = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        output.append(piece.data(), read);
    if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
    return output;
}

}  // namespace hegemon::bench
