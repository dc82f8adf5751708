#include "study/paired_interval.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "study/student.hpp"
#include "study/until.hpp"

using namespace hegemon;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

using Values = std::vector<double>;

PairedInterval of(const Values& first, const Values& other) {
    return paired_interval(first, other, ValuesAre::numbers, 1);
}
PairedInterval of_truths(const Values& first, const Values& other) {
    return paired_interval(first, other, ValuesAre::truths, 1);
}

/// `count` values: the first ones as given, then zeros.
Values padded(Values values, std::size_t count) {
    values.resize(count, 0);
    return values;
}

/// 0, 1, ..., 99 modulo 7: differences that are spread evenly.
Values even() {
    Values values;
    for (int i = 0; i < 98; ++i) values.push_back(i % 7);
    return values;
}

}  // namespace

TEST_CASE("each kind of difference has the interval that suits it") {
    const Values zeros(98, 0);
    CHECK(of(even(), zeros).difference.method == IntervalMethod::student);
    CHECK(of_truths(padded({1, 1, 1}, 98), padded({0, 1}, 98)).difference.method == IntervalMethod::score);
    CHECK(of_truths({1, 1}, {1, 1}).difference.method == IntervalMethod::score);
    CHECK(of(padded({4, 2, 1}, 98), padded({3, 3}, 98)).difference.method == IntervalMethod::few);
    CHECK(of(padded({0.5, 2, 1}, 98), zeros).difference.method == IntervalMethod::few);
    CHECK(of(padded({0.5, 2, 1, 4, 3, 50, 8}, 98), zeros).difference.method == IntervalMethod::bootstrap);
    CHECK(of(even(), even()).difference.method == IntervalMethod::equal);
    CHECK(of({3}, {1}).difference.method == IntervalMethod::none);
    CHECK(of({3, 1}, {1, 7}).difference.method == IntervalMethod::student);
    CHECK(of({}, {}).difference.method == IntervalMethod::none);
}

TEST_CASE("the pair that weighs most is told with its place in the samples") {
    // Differences 0, 0, 0, 8: mean 2, squares about it 4 + 4 + 4 + 36; the missing pair keeps its place.
    const PairedInterval pairs = of({5, none, 1, 2, 9}, {5, 4, 1, 2, 1});
    CHECK(pairs.heaviest == 4);
    CHECK(pairs.heaviest_share == Approx(36.0 / 48));
    CHECK(of(even(), even()).heaviest_share == 0);
    CHECK(of({}, {}).heaviest_share == 0);
}

TEST_CASE("Student's interval is used up to the skewness that its rule allows") {
    // Ones among zeros have skewness (1 - 2 p) / sqrt(p (1 - p)). Of 100 values its square may be 2.88, which is that
    // of p = 0.1765; of 200 it may be 6.88, that of p = 0.1024.
    const auto suits = [](std::size_t ones, std::size_t all) { return student_suits(padded(Values(ones, 1), all)); };
    CHECK(suits(18, 100));
    CHECK(!suits(17, 100));
    CHECK(suits(21, 200));
    CHECK(!suits(20, 200));
    CHECK(suits(1, 9));
}

TEST_CASE("equal differences are told as they are") {
    Values first, other;
    for (int i = 0; i < 50; ++i) {
        other.push_back(0.25 * i);
        first.push_back(0.25 * i + 1.5);
    }
    const auto result = of(first, other);
    CHECK(result.difference.mean == 1.5);
    CHECK(result.difference.interval.low == 1.5);
    CHECK(result.difference.interval.high == 1.5);
    CHECK(result.difference.p_value == 0);
    CHECK(result.share_positive == 1);
    CHECK(std::isinf(result.unpaired));
    const auto nothing = of(other, other);
    CHECK(nothing.difference.interval.low == 0);
    CHECK(nothing.difference.interval.high == 0);
    CHECK(nothing.difference.p_value == 1);
    CHECK(std::isnan(of(Values(5, 2.0), Values(5, 2.0)).unpaired));
}

TEST_CASE("a count that happens to be 0 or 1 has the interval of a count") {
    const Values first = padded(Values(20, 1), 60), other = padded({0, 0, 0, 1}, 60);
    const auto count = of(first, other).difference;
    CHECK(count.method == IntervalMethod::student);
    // 19 of 60 differ by 1: half-width t(59) s / sqrt(60), s^2 = (19 - 19^2 / 60) / 59.
    const double error = std::sqrt((19 - 19.0 * 19 / 60) / 59 / 60);
    CHECK(count.interval.high - count.interval.low == Approx(2 * 2.000995378 * error).epsilon(1e-5));
    CHECK(of_truths(first, other).difference.method == IntervalMethod::score);
}

TEST_CASE("the difference of yes or no is tested as McNemar does") {
    const auto yes = of_truths(padded({1, 1, 1, 0}, 60), padded({0, 0, 0, 1}, 60)).difference;
    CHECK(yes.p_value == Approx(0.31731050786291415).epsilon(1e-12));  // z = 2 / sqrt(4), by SciPy
}

TEST_CASE("one replicate has no interval, whatever its kind") {
    CHECK(of({1}, {0}).difference.method == IntervalMethod::none);
    CHECK(of_truths({1}, {0}).difference.method == IntervalMethod::none);
    CHECK(std::isnan(of_truths({1}, {0}).difference.interval.low));
    CHECK(std::isnan(of_truths({1}, {0}).difference.p_value));
    const Values one = {1};
    for (const auto are : {ValuesAre::numbers, ValuesAre::truths}) {
        CHECK(outcome_interval(one, are, 1).mean == 1);
        CHECK(std::isnan(outcome_interval(one, are, 1).interval.low));
        CHECK(outcome_interval(one, are, 1).method == IntervalMethod::none);
    }
}

TEST_CASE("the mean of yes or no has Wilson's interval, of a count its own") {
    const Values values = padded(Values(15, 1), 148);
    // Newcombe 1998, Stat. Med. 17, 857-872, table I, method 3.
    const auto share = outcome_interval(values, ValuesAre::truths, 1);
    CHECK(share.interval.low == Approx(0.0624).margin(0.00005));
    CHECK(share.interval.high == Approx(0.1605).margin(0.00005));
    CHECK(outcome_interval(values, ValuesAre::numbers, 1).method == IntervalMethod::bootstrap);
    CHECK(outcome_interval(padded({1, 1}, 148), ValuesAre::numbers, 1).method == IntervalMethod::few);
    CHECK(outcome_interval(Values(20, 1), ValuesAre::numbers, 1).method == IntervalMethod::equal);
}

TEST_CASE("an infinite value leaves no interval and no p-value") {
    const double infinity = std::numeric_limits<double>::infinity();
    const auto once = of(padded({infinity, 3, 1}, 20), Values(20, 0)).difference;
    CHECK(once.method == IntervalMethod::infinite);
    CHECK(std::isinf(once.mean));
    CHECK(std::isnan(once.interval.low));
    CHECK(std::isnan(once.p_value));
    const auto twice = of({infinity, 1, 2}, {infinity, 1, 1}).difference;
    CHECK(twice.method == IntervalMethod::infinite);
    CHECK(std::isnan(twice.mean));
    CHECK(twice.count == 3);
    CHECK(interval_from_sums(9, infinity, infinity, ValuesAre::numbers).method == IntervalMethod::infinite);
}

TEST_CASE("a p-value of bootstrap-t says how small it can be at the least") {
    Values skewed = padded({}, 60);
    for (std::size_t i = 0; i < skewed.size(); ++i) skewed[i] = 1000 + std::exp(static_cast<double>(i) / 8);
    const auto far = of(skewed, Values(60, 0)).difference;
    REQUIRE(far.method == IntervalMethod::bootstrap);
    CHECK(far.least_p == 2.0 / 10'000);
    CHECK(far.p_value == far.least_p);
    CHECK(of(even(), Values(98, 0)).difference.least_p == 0);
}

TEST_CASE("where few pairs differ the interval is that of their signs times the largest difference") {
    const auto signs = of_truths(padded({1, 1, 0}, 60), padded({0, 0, 1}, 60)).difference;
    const auto sizes = of(padded({0.25, 8, 0}, 60), padded({0, 0, 0.5}, 60)).difference;
    CHECK(sizes.interval.low == 8 * signs.interval.low);
    CHECK(sizes.interval.high == 8 * signs.interval.high);
    CHECK(sizes.mean == Approx(7.75 / 60));
}

TEST_CASE("differences that are equal but for their last bits are equal") {
    Values first, other;
    for (int i = 0; i < 50; ++i) {
        other.push_back(0.1 * i + 0.3);
        first.push_back(0.1 * i + 0.3 + 0.2);
    }
    REQUIRE(first[0] - other[0] != first[45] - other[45]);
    const auto result = of(first, other);
    CHECK(result.difference.method == IntervalMethod::equal);
    CHECK(result.difference.mean == Approx(0.2).epsilon(1e-14));
    CHECK(std::isinf(result.unpaired));
}

TEST_CASE("pairing saves what the arms have in common") {
    // Variances 4 and 1 (of the first -1, 3, -1, 3; the other 0, 2, 0, 2), of the difference 1: (4 + 1) / 1 times 4.
    const auto result = of({-1, 3, -1, 3}, {0, 2, 0, 2});
    CHECK(result.unpaired == Approx(20).epsilon(1e-14));
    CHECK(result.first_mean == 1);
    CHECK(result.other_mean == 1);
    // Without anything in common it saves nothing.
    CHECK(of({1, 1, -1, -1}, {1, -1, 1, -1}).unpaired == Approx(4).epsilon(1e-14));
}

TEST_CASE("pairs of which one value is missing count nowhere") {
    const auto result = of({1, none, 5, 2, 9}, {0, 3, none, 4, 1});
    CHECK(result.difference.count == 3);
    CHECK(result.first_mean == 4);
    CHECK(result.other_mean == Approx(5.0 / 3));
    CHECK(result.difference.mean == Approx(7.0 / 3));
    const auto empty = of({none, none}, {1, 2});
    CHECK(empty.difference.count == 0);
    CHECK(std::isnan(empty.difference.mean));
    CHECK(std::isnan(empty.share_positive));
    CHECK(std::isnan(empty.unpaired));
    CHECK(std::isnan(empty.difference.p_value));
}

TEST_CASE("sums tell the same as the values that they are of") {
    const auto values = of(even(), Values(98, 1));
    double sum = 0, squares = 0;
    for (const double value : even()) {
        sum += value - 1;
        squares += (value - 1) * (value - 1);
    }
    const auto sums = interval_from_sums(98, sum, squares, ValuesAre::numbers);
    CHECK(sums.mean == Approx(values.difference.mean).epsilon(1e-14));
    CHECK(sums.standard_error == Approx(values.difference.standard_error).epsilon(1e-12));
    CHECK(sums.interval.low == Approx(values.difference.interval.low).epsilon(1e-12));
    const auto truths = interval_from_sums(60, 2, 4, ValuesAre::truths);
    CHECK(truths.interval.low == of_truths(padded({1, 1, 1, 0}, 60), padded({0, 0, 0, 1}, 60)).difference.interval.low);
    for (const auto are : {ValuesAre::numbers, ValuesAre::truths})
        CHECK(std::isnan(interval_from_sums(1, 1, 1, are).interval.low));
    CHECK(std::isnan(interval_from_sums(9, none, none, ValuesAre::truths).interval.low));
    CHECK(interval_from_sums(0, 0, 0, ValuesAre::numbers).count == 0);
}

TEST_CASE("looks come at 256 pairs and each time as many again") {
    CHECK(next_look(0) == 256);
    CHECK(next_look(255) == 256);
    CHECK(next_look(256) == 512);
    CHECK(next_look(1'000) == 1'024);
    CHECK(next_look(1'024) == 2'048);
}

TEST_CASE("an interval that rests on nothing is not narrow") {
    const Values zeros(256, 0);
    CHECK(!is_narrow(of(Values(256, 7.5), Values(256, 7.5)).difference, 1));
    CHECK(!is_narrow(of(padded({0.001}, 256), zeros).difference, 1));
    CHECK(!is_narrow(of({2}, {1}).difference, 1));
    // Of a yes or no never seen something is known: z^2 / (n + z^2) = 0.0148.
    CHECK(is_narrow(of_truths(zeros, zeros).difference, 0.0149));
    CHECK(!is_narrow(of_truths(zeros, zeros).difference, 0.0147));
}
