#pragma once
/// The networks that are timed: the one of scenarios/classics, and larger ones, made when they are first asked for.
#include <cstdint>
#include <filesystem>
#include <string>

namespace hegemon::bench {

enum class Neighbours : std::uint8_t { random, local };

struct World {
    std::uint32_t states = 200;
    Neighbours neighbours = Neighbours::random;
};

/// "N = 10,000, local neighbours"; random ones are not named.
std::string title_of(const World& world);

/// The folder with network.toml and its rows. Below `worlds`, where generate_network.py writes it if it is not there
/// yet (20 s for 1,000,000 states). Throws std::runtime_error if that fails.
std::filesystem::path folder_of(const World& world, const std::filesystem::path& worlds);

}  // namespace hegemon::bench
