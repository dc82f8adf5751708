#include "coverage_support.hpp"

#include <cmath>

#include "study/paired_interval.hpp"
#include "study/until.hpp"

namespace hegemon::test {

namespace {

/// Values of an experiment, which can grow.
struct Sample {
    Sample(const Experiment& chosen, std::uint64_t repetition) : experiment(chosen), stream(chosen.name, repetition) {}
    void grow(std::size_t pairs) {
        while (first.size() < pairs) {
            const Pair pair = experiment.draw(stream);
            first.push_back(pair.first);
            other.push_back(pair.other);
        }
    }
    [[nodiscard]] MeanInterval interval(std::uint64_t seed) const {
        return paired_interval(first, other, experiment.are, seed).difference;
    }
    const Experiment& experiment;
    Stream stream;
    std::vector<double> first, other;
};

bool holds(const MeanInterval& interval, double truth) {
    return interval.interval.low <= truth && truth <= interval.interval.high;
}

Experiment rare(const std::string& name, double first, double other) {
    return {name, first - other,
            [=](Stream& stream) {
                const bool in_first = stream.chance(first), in_other = stream.chance(other);
                return Pair{in_first ? 1.0 : 0.0, in_other ? 1.0 : 0.0};
            },
            ValuesAre::truths};
}

double loss(Stream& stream, int incidents) {
    double sum = 0;
    for (int i = 0; i < incidents; ++i) sum += stream.pareto(10, 2000, 0.53);
    return sum;
}

/// a / (1 - a) (high^(1 - a) - low^(1 - a)) / (low^-a - high^-a), by integrating x f(x).
double pareto_mean(double low, double high, double a) {
    return a / (1 - a) * (std::pow(high, 1 - a) - std::pow(low, 1 - a)) / (std::pow(low, -a) - std::pow(high, -a));
}

}  // namespace

int Stream::count(double rate, double time) {
    int count = 0;
    for (double at = -std::log(uniform()) / rate; at < time; at -= std::log(uniform()) / rate) ++count;
    return count;
}

double Stream::pareto(double low, double high, double exponent) {
    return low * std::pow(1 - uniform() * (1 - std::pow(low / high, exponent)), -1 / exponent);
}

Experiment constant_hazard() {
    return {"constant hazard", 2, [](Stream& stream) {
                const int common = stream.count(20 * 0.01, 10), more = stream.count(20 * 0.01, 10);
                return Pair{static_cast<double>(common + more), static_cast<double>(common)};
            }};
}

Experiment rare_in_both() { return rare("rare in both", 0.01, 0.01); }
Experiment rarer_in_one() { return rare("rarer in one", 0.01, 0.005); }
Experiment rare_in_one() { return rare("rare in one", 0.01, 0); }

Experiment rare_count() {
    return {"rare count", 0.05, [](Stream& stream) {
                const int common = stream.count(0.05, 1), more = stream.count(0.05, 1);
                return Pair{static_cast<double>(common + more), static_cast<double>(common)};
            }};
}

Experiment losses() {
    return {"losses", 1.5 * pareto_mean(10, 2000, 0.53), [](Stream& stream) {
                const double common = loss(stream, stream.count(1, 1)), more = loss(stream, stream.count(1.5, 1));
                return Pair{common + more, common};
            }};
}

Coverage coverage(const Experiment& experiment, std::size_t pairs, std::uint64_t repetitions) {
    double covered = 0;
    for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
        Sample sample(experiment, repetition);
        sample.grow(pairs);
        if (holds(sample.interval(repetition), experiment.truth)) ++covered;
    }
    return {covered / static_cast<double>(repetitions), static_cast<double>(pairs)};
}

Coverage coverage_until(const Experiment& experiment, double half_width, std::uint64_t repetitions) {
    double covered = 0, pairs = 0;
    for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
        Sample sample(experiment, repetition);
        MeanInterval interval;
        do {
            sample.grow(next_look(sample.first.size()));
            interval = sample.interval(repetition);
        } while (!is_narrow(interval, half_width));
        pairs += static_cast<double>(sample.first.size());
        if (holds(interval, experiment.truth)) ++covered;
    }
    return {covered / static_cast<double>(repetitions), pairs / static_cast<double>(repetitions)};
}

}  // namespace hegemon::test
