#include "bench/world.hpp"

#include <fmt/core.h>

#include "bench/subprocess.hpp"

namespace hegemon::bench {
namespace {

constexpr std::uint32_t shipped_states = 200;

const char* word_of(Neighbours neighbours) { return neighbours == Neighbours::local ? "local" : "random"; }

std::string with_commas(std::uint32_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

}  // namespace

std::string title_of(const World& world) {
    return fmt::format("N = {}{}", with_commas(world.states),
                       world.neighbours == Neighbours::local ? ", local neighbours" : "");
}

std::filesystem::path folder_of(const World& world, const std::filesystem::path& worlds) {
    if (world.states == shipped_states && world.neighbours == Neighbours::random)
        return HEGEMON_SOURCE "/scenarios/classics";
    const auto folder = worlds / fmt::format("{}-{}", world.states, word_of(world.neighbours));
    if (std::filesystem::exists(folder)) return folder;
    fmt::print(stderr, "making the world of {} states, {} neighbours\n", world.states, word_of(world.neighbours));
    // Renamed when it is whole, so that one that was cut short is made again.
    const auto part = folder.string() + ".part";
    output_of({HEGEMON_PYTHON, "-B", HEGEMON_SOURCE "/tests/bench/generate_network.py", std::to_string(world.states),
               part, "--neighbours", word_of(world.neighbours)});
    std::filesystem::rename(part, folder);
    return folder;
}

}  // namespace hegemon::bench
