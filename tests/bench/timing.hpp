#pragma once
/// Time measured so that two programs can be compared on a machine that others use too.
#include <functional>
#include <vector>

namespace hegemon::bench {

/// Does a piece of work and returns how many seconds of it count.
using Timed = std::function<double()>;

/// The time that `work` takes by the clock on the wall.
double seconds_of(const std::function<void()>& work);

/// Runs all of `contenders` once in each round, one after the other, so that what slows the machine down for a while
/// slows all of them. Returns seconds [contender][round]; a first round that warms caches up is not in it.
std::vector<std::vector<double>> take_turns(int rounds, const std::vector<Timed>& contenders);

/// The middle value; of an even number of them the mean of the two. Throws std::invalid_argument for none.
double median(std::vector<double> values);

/// The median over rounds of value / reference in the same round.
double median_ratio(const std::vector<double>& values, const std::vector<double>& references);

}  // namespace hegemon::bench
