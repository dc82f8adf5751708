#pragma once
/// How often a 95 % interval holds the truth, over many repetitions of an experiment whose truth is known.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/name_hash.hpp"
#include "core/philox.hpp"
#include "study/mean_interval.hpp"

namespace hegemon::test {

/// Random numbers one after the other, of a repetition of an experiment: the same on every machine.
class Stream {
public:
    Stream(const std::string& experiment, std::uint64_t repetition)
        : key_(draw_key(2024, "coverage", experiment)), repetition_(repetition) {}
    double uniform() { return hegemon::uniform(key_, repetition_, step_++, 0); }
    bool chance(double p) { return uniform() < p; }
    /// How often something happens in `time` at a constant hazard `rate`: waiting times until the time is over.
    int count(double rate, double time);
    /// Density in proportion to x^-(exponent + 1) between low and high.
    double pareto(double low, double high, double exponent);

private:
    DrawKey key_;
    std::uint64_t repetition_;
    std::uint32_t step_ = 0;
};

struct Pair {
    double first = 0, other = 0;
};

/// A paired outcome whose mean difference is known.
struct Experiment {
    std::string name;
    double truth = 0;  ///< of first - other
    std::function<Pair(Stream&)> draw;
    ValuesAre are = ValuesAre::numbers;
};

/// Failures of 20 machines, mended at once, in ten years at a hazard of 0.02 and 0.01 a year: the second arm lacks
/// one of two equal causes, the other one strikes at the same moments in both.
Experiment constant_hazard();
/// Something that happens with probability 0.01 in both arms, by luck of its own.
Experiment rare_in_both();
/// With probability 0.01 in one arm, 0.005 in the other, by luck of their own.
Experiment rarer_in_one();
/// With probability 0.01 in one arm, never in the other.
Experiment rare_in_one();
/// A count that is 0 or 1 in nearly all replicates: 0.05 more in one arm, by chance alone; 0.05 are the same in both.
Experiment rare_count();
/// Losses of 1.5 incidents more in one arm, each truncated-Pareto between 10 and 2,000 with exponent 0.53; one incident
/// on average is the same in both.
Experiment losses();

struct Coverage {
    double covered = 0;     ///< share of the repetitions
    double mean_pairs = 0;  ///< replicates that a repetition took
};
Coverage coverage(const Experiment& experiment, std::size_t pairs, std::uint64_t repetitions);
/// The same where 256, 512, ... pairs are looked at until the interval is at most +- half_width.
Coverage coverage_until(const Experiment& experiment, double half_width, std::uint64_t repetitions);

}  // namespace hegemon::test
