/// The clock of a profile: what is inside of something else is not counted twice.
#include "engine/profiler.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

using namespace hegemon;

namespace {

const std::string outer_rule = "outer", inner_rule = "inner", same_text = "inner";

void be_busy(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
}

}  // namespace

TEST_CASE("spans within spans are counted once, and together are no longer than the clock on the wall") {
    Profiler profiler;
    const auto begin = std::chrono::steady_clock::now();
    {
        const Profiler::Span outer(&profiler, Phase::flow, outer_rule);
        for (int i = 0; i < 3; ++i) {
            const Profiler::Span inner(&profiler, Phase::let, inner_rule);
            be_busy(std::chrono::milliseconds(5));
        }
    }
    be_busy(std::chrono::milliseconds(5));  // nobody's
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const auto costs = total(profiler.entries());
    REQUIRE(costs.size() == 2);
    CHECK(costs[0].phase == Phase::let);
    CHECK(costs[0].rule == "inner");
    CHECK(costs[0].times == 3);
    CHECK(costs[0].seconds >= 0.015);
    CHECK(costs[1].phase == Phase::flow);
    CHECK(costs[1].rule == "outer");
    CHECK(costs[1].times == 1);
    CHECK(costs[0].seconds + costs[1].seconds <= wall - 0.005);
}

TEST_CASE("entries of equal phase and rule are added up, whatever string named the rule") {
    Profiler profiler;
    { const Profiler::Span span(&profiler, Phase::let, inner_rule); }
    { const Profiler::Span span(&profiler, Phase::let, same_text); }
    { const Profiler::Span span(&profiler, Phase::event, inner_rule); }
    { const Profiler::Span span(&profiler, Phase::event); }
    CHECK(profiler.entries().size() == 4);
    const auto costs = total(profiler.entries());
    REQUIRE(costs.size() == 3);
    for (const auto& cost : costs) CHECK(cost.times == (cost.phase == Phase::let ? 2 : 1));
}

TEST_CASE("without a profiler nothing is measured") {
    const Profiler::Span span(nullptr, Phase::let, inner_rule);
    CHECK(total({}).empty());
}
