#include "bench/timing.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace hegemon::bench {

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<std::vector<double>> take_turns(int rounds, const std::vector<Timed>& contenders) {
    std::vector<std::vector<double>> seconds(contenders.size());
    for (const Timed& contender : contenders) contender();
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < contenders.size(); ++i) seconds[i].push_back(contenders[i]());
    }
    return seconds;
}

double median(std::vector<double> values) {
    if (values.empty()) throw std::invalid_argument("no values, no median");
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double median_ratio(const std::vector<double>& values, const std::vector<double>& references) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < values.size(); ++round) ratios.push_back(values[round] / references.at(round));
    return median(ratios);
}

}  // namespace hegemon::bench
