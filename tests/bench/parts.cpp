#include "bench/parts.hpp"

#include <fmt/core.h>

#include "bench/network_case.hpp"
#include "bench/scenario_case.hpp"

namespace hegemon::bench {
namespace {

Part batch(std::uint32_t states, std::uint64_t replicates, Length length = Length::quick) {
    return {fmt::format("batch/{}x{}", states, replicates), length, [=](const Settings& settings) {
                return time_batch(settings, {states, Neighbours::random}, replicates);
            }};
}

Part single(const World& world, Length length = Length::quick) {
    return {fmt::format("single/{}{}", world.states, world.neighbours == Neighbours::local ? "-local" : ""), length,
            [=](const Settings& settings) { return time_single(settings, world); }};
}

Part prototype_model(const std::string& name, std::uint64_t pairs, Length length = Length::quick) {
    return {name, length, [=](const Settings& settings) { return time_prototype_model(settings, pairs); }};
}

}  // namespace

std::vector<Part> parts() {
    constexpr auto local = Neighbours::local;
    return {batch(200, 64),
            batch(200, 8),
            batch(1'000, 64),
            batch(1'000, 8),
            batch(10'000, 8),
            batch(10'000, 64, Length::slow),
            single({200}),
            single({1'000}),
            single({10'000}),
            single({100'000}),
            single({100'000, local}),
            single({1'000'000}, Length::slow),
            single({1'000'000, local}, Length::slow),
            {"threads/200x1024", Length::quick, time_threads},
            {"keeping/200x64", Length::quick, time_keeping},
            prototype_model("flagship/2022-prototype", 2'000),
            prototype_model("flagship/2022-prototype-20000", 10'000, Length::slow),
            {"flagship/2022", Length::slow, time_full_model},
            {"world/2021", Length::quick, time_world}};
}

}  // namespace hegemon::bench
