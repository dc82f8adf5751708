// Writes raw words of the generator to standard output, for programs that test generators (dieharder, see prove.py):
//     philox_stream ORDER SEED
// Words are addressed as the engine addresses them, by key, replicate, step and row; ORDER says which part of the
// address counts fastest. It ends when nobody reads on.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/name_hash.hpp"

namespace {

using hegemon::DrawKey;
using hegemon::philox::Block;

constexpr std::size_t neighbours = 8;  // rows and names of draws
constexpr std::uint64_t pairs = 4;     // of replicates
constexpr std::size_t buffered_blocks = 4096;

class Output {
public:
    void write(const Block& block) {
        blocks_.push_back(block);
        if (blocks_.size() == buffered_blocks) flush();
    }

private:
    void flush() {
        if (std::fwrite(blocks_.data(), sizeof(Block), blocks_.size(), stdout) != blocks_.size())
            std::exit(EXIT_SUCCESS);
        blocks_.clear();
    }
    std::vector<Block> blocks_;
};

std::string name(const char* stem, std::size_t number) { return stem + std::to_string(number); }

// One draw on one row: step after step.
[[noreturn]] void steps(std::uint64_t seed, Output& output) {
    const auto key = hegemon::draw_key(seed, "update.drawer", "set.x");
    const auto row = hegemon::row_hash("drawer", "row1");
    for (std::uint64_t block = 0;; ++block)
        output.write(hegemon::draw_block(key, block >> 32, static_cast<std::uint32_t>(block), row));
}

// One draw on one row: replicate after replicate.
[[noreturn]] void replicates(std::uint64_t seed, Output& output) {
    const auto key = hegemon::draw_key(seed, "update.drawer", "set.x");
    const auto row = hegemon::row_hash("drawer", "row1");
    for (std::uint64_t block = 0;; ++block)
        output.write(hegemon::draw_block(key, block & 0xFFFFFFFFu, static_cast<std::uint32_t>(block >> 32), row));
}

// Replicates, rows and draws with neighbouring names in turn, then the next step: the order in which a scenario draws.
[[noreturn]] void names(std::uint64_t seed, Output& output) {
    std::array<DrawKey, neighbours> keys{};
    std::array<std::uint64_t, neighbours> rows{};
    for (std::size_t i = 0; i < neighbours; ++i) {
        keys.at(i) = hegemon::draw_key(seed, "update.drawer", name("set.x", i));
        rows.at(i) = hegemon::row_hash("drawer", name("row", i));
    }
    for (std::uint32_t step = 0;; ++step)
        for (const auto& key : keys)
            for (const auto row : rows)
                for (std::uint64_t pair = 0; pair < pairs; ++pair)
                    output.write(hegemon::draw_block(key, pair, step, row));
}

// The first numbers of seed after seed: so many keys.
[[noreturn]] void seeds(std::uint64_t seed, Output& output) {
    const auto row = hegemon::row_hash("drawer", "row1");
    for (std::uint64_t offset = 0;; ++offset)
        output.write(
            hegemon::draw_block(hegemon::draw_key((seed << 40) + offset, "update.drawer", "set.x"), 0, 0, row));
}

// No generator at all: a test of generators must find it wrong.
[[noreturn]] void counter(std::uint64_t seed, Output& output) {
    for (auto word = static_cast<std::uint32_t>(seed);; word += 4) output.write({word, word + 1, word + 2, word + 3});
}

}  // namespace

int main(int count, char** arguments) {
    const std::map<std::string, std::function<void(std::uint64_t, Output&)>> orders{
        {"steps", steps}, {"replicates", replicates}, {"names", names}, {"seeds", seeds}, {"counter", counter}};
    const auto order = count == 3 ? orders.find(arguments[1]) : orders.end();
    if (order == orders.end()) {
        std::fputs("usage: philox_stream steps|replicates|names|seeds|counter SEED\n", stderr);
        return 64;
    }
    Output output;
    order->second(std::strtoull(arguments[2], nullptr, 10), output);
}
