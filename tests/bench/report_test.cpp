#include "bench/report.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace hegemon::bench {
namespace {

constexpr Spread free_cores{1.98, 1.97, 1.99}, taken_cores{1.94, 1.5, 1.99};

Section section_with(double ratio, Goal goal, const Spread& cores) {
    Section section;
    section.title = "a contest";
    section.cores = cores;
    section.times.push_back({"ours", {12.345e-9, 12e-9, 13e-9}});
    section.ratios.push_back({"ours / theirs", {ratio, ratio, ratio}, goal});
    return section;
}

bool is_missed(double ratio, Goal goal, const Spread& cores) {
    Report report;
    report.add(section_with(ratio, goal, cores));
    return report.missed();
}

TEST_CASE("a goal is met at its bound, and missed beyond it") {
    CHECK(!is_missed(0.95, {Bound::at_most, 0.95}, free_cores));
    CHECK(is_missed(0.96, {Bound::at_most, 0.95}, free_cores));
    CHECK(!is_missed(1.9, {Bound::at_least, 1.9}, free_cores));
    CHECK(is_missed(1.89, {Bound::at_least, 1.9}, free_cores));
}

TEST_CASE("while a core was taken no goal is missed, and each ratio says so") {
    CHECK(!is_missed(5, {Bound::at_most, 0.95}, taken_cores));
    Report report;
    report.add(section_with(5, {Bound::at_most, 0.95}, taken_cores));
    CHECK(report.markdown().find("| missed, but cores not free |") != std::string::npos);
    CHECK(report.markdown().find("NOT both free") != std::string::npos);
}

TEST_CASE("one goal missed among several sections is a miss") {
    Report report;
    report.add(section_with(0.9, {Bound::at_most, 0.95}, free_cores));
    report.add(section_with(0.99, {Bound::at_most, 0.95}, free_cores));
    report.add(section_with(0.9, {Bound::at_most, 0.95}, free_cores));
    CHECK(report.missed());
}

TEST_CASE("times are printed in ns for a step, and as replicates a second for scenarios") {
    Report report;
    report.add(section_with(0.9, {Bound::at_most, 0.95}, free_cores));
    CHECK(report.markdown().find("| ours | 12.35 | 12.00 to 13.00 |") != std::string::npos);
    Section rate;
    rate.unit = Unit::rate;
    rate.cores = free_cores;
    rate.times.push_back({"ours", {0.001, 0.0008, 0.002}});
    Report rates;
    rates.add(rate);
    CHECK(rates.markdown().find("| ours | 1000 | 500 to 1250 |") != std::string::npos);
}

}  // namespace
}  // namespace hegemon::bench
