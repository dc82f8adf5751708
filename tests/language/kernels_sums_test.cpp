/// Sums over many parents, most of which have as many children as their neighbours, are those of a plain loop.
#include "language/kernels.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <vector>

#include "language/expression_support.hpp"

namespace hegemon::test {

namespace {

/// Where the children of each parent begin: runs of equal counts longer than any pack, and others between them.
std::vector<std::uint32_t> begins() {
    std::vector<std::uint32_t> first{0};
    for (const auto count : std::initializer_list<std::uint32_t>{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 1,
                                                                 4, 4, 4, 4, 4, 4, 4, 4, 4, 2, 0, 0})
        first.push_back(first.back() + count);
    return first;
}

/// Numbers in rows, read in the order of an index or in their own.
struct Numbers {
    Numbers(std::size_t rows, std::size_t lanes_each, double salt, bool is_indexed) : lanes(lanes_each) {
        for (std::size_t i = 0; i < rows * lanes; ++i)
            values.push_back(salt + 1.0 / (1.7 + static_cast<double>(i * 31 % 101)));
        for (std::size_t r = 0; is_indexed && r < rows; ++r) index.push_back(static_cast<std::int32_t>(r * 7 % rows));
    }
    [[nodiscard]] View view() const {
        return {values.data(), index.empty() ? nullptr : index.data(), 0, static_cast<std::ptrdiff_t>(lanes),
                View::Lanes::each};
    }
    [[nodiscard]] double at(std::size_t row, std::size_t lane) const {
        return values[(index.empty() ? row : static_cast<std::size_t>(index[row])) * lanes + lane];
    }
    std::size_t lanes;
    std::vector<double> values;
    std::vector<std::int32_t> index;
};

}  // namespace

TEST_CASE("Parents with as many children as their neighbours, or not, get sums of a plain loop, to the bit") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    const std::size_t lanes = GENERATE(1U, 8U, 9U, 36U, 64U);
    const bool is_indexed = GENERATE(false, true);
    const bool is_first_straight = GENERATE(false, true);
    const auto first = begins();
    const std::size_t parents = first.size() - 1;
    const std::size_t rows = first.back();
    const Numbers w(rows, lanes, 0.1, is_indexed);
    const Numbers a(rows, lanes, 0.7, is_indexed && !is_first_straight);
    const Numbers b(rows, lanes, -0.3, is_indexed);
    const Numbers c(rows, lanes, 1.9, is_indexed);
    Numbers where(rows, lanes, 0, is_indexed);
    for (std::size_t i = 0; i < where.values.size(); ++i) where.values[i] = i % 3 == 0 ? 0 : 1;
    Segments all{first.data(), parents, 0, rows};
    all.fresh = GENERATE(false, true);
    all.ask_ahead = GENERATE(false, true);
    const double before = all.fresh ? std::numeric_limits<double>::quiet_NaN() : 0.25;
    std::vector<double> plain(parents * lanes, before), some(plain), products(plain), quotients(plain), counts(plain);
    const auto filter = where.view();
    set.reduce_sum(plain.data(), all, a.view(), nullptr, lanes);
    set.reduce_sum(some.data(), all, a.view(), &filter, lanes);
    set.reduce_products(products.data(), all, w.view(), a.view(), lanes);
    set.reduce_quotients(quotients.data(), all, w.view(), a.view(), b.view(), c.view(), lanes);
    const double one = 1;
    const View ones{&one};
    set.reduce_sum(counts.data(), all, ones, &filter, lanes);
    INFO(set.name << ", lanes " << lanes << (is_indexed ? ", indexed" : ""));
    for (std::size_t p = 0; p < parents; ++p)
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            double want[5];
            std::fill_n(want, 5, all.fresh ? 0.0 : before);
            for (std::size_t child = first[p]; child < first[p + 1]; ++child) {
                want[0] += a.at(child, lane);
                want[1] += where.at(child, lane) != 0 ? a.at(child, lane) : 0.0;
                want[2] += w.at(child, lane) * a.at(child, lane);
                want[4] += where.at(child, lane) != 0 ? 1 : 0;
                want[3] += w.at(child, lane) * (a.at(child, lane) / (b.at(child, lane) + c.at(child, lane)));
            }
            const auto i = p * lanes + lane;
            REQUIRE((plain[i] == want[0] && some[i] == want[1] && products[i] == want[2] && quotients[i] == want[3] &&
                     counts[i] == want[4]));
        }
}

TEST_CASE("Shares of a parent among its children, who all have as many, are those of a plain loop, to the bit") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    const std::size_t lanes = GENERATE(1U, 8U, 9U);
    const std::uint32_t each = GENERATE(1U, 2U, 3U, 4U, 5U, 8U, 11U);
    constexpr std::size_t parents = 27;
    constexpr std::size_t first_parent = 3;  // parent 0 is this element of its domain
    std::vector<std::uint32_t> first;
    for (std::uint32_t p = 0; p <= parents; ++p) first.push_back(p * each);
    const std::size_t rows = first.back();
    const Numbers weight(rows, lanes, 0.1, false);
    const Numbers other(rows, lanes, 1.9, true);
    Numbers own(first_parent + parents, lanes, 0.7, false);
    for (std::size_t child = 0; child < rows; ++child)
        own.index.push_back(static_cast<std::int32_t>(first_parent + child / each));
    auto own_view = own.view();
    own_view.of_parent = true;
    // The same numbers where what is read begins with the first parent.
    auto moved_view = own_view;
    moved_view.base += first_parent * lanes;
    moved_view.shift = first_parent;
    const Segments all{first.data(),         parents, 0, rows, each, first_parent, GENERATE(false, true),
                       GENERATE(false, true)};
    const double before = all.fresh ? std::numeric_limits<double>::quiet_NaN() : 0.25;
    std::vector<double> shares(parents * lanes, before), products(shares), sums(shares);
    set.reduce_quotients(shares.data(), all, weight.view(), own_view, moved_view, other.view(), lanes);
    set.reduce_products(products.data(), all, moved_view, other.view(), lanes);
    set.reduce_sum(sums.data(), all, own_view, nullptr, lanes);
    INFO(set.name << ", lanes " << lanes << ", children " << each);
    for (std::size_t p = 0; p < parents; ++p)
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            double want[3];
            std::fill_n(want, 3, all.fresh ? 0.0 : before);
            for (std::size_t child = first[p]; child < first[p + 1]; ++child) {
                const double a = own.at(child, lane);
                const double b = other.at(child, lane);
                want[0] += weight.at(child, lane) * (a / (a + b));
                want[1] += a * b;
                want[2] += a;
            }
            const auto i = p * lanes + lane;
            REQUIRE((shares[i] == want[0] && products[i] == want[1] && sums[i] == want[2]));
        }
}

TEST_CASE("Sums that are added up together are those of plain loops, to the bit") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    const std::size_t lanes = GENERATE(1U, 7U, 8U, 9U, 36U, 64U);
    const bool has_share = GENERATE(false, true);
    const std::size_t count = GENERATE(2U, 3U);
    const bool is_weight_each = GENERATE(false, true);
    const auto first = begins();
    const std::size_t parents = first.size() - 1;
    const std::size_t rows = first.back();
    constexpr std::size_t first_parent = 3;
    const Numbers weight(rows, is_weight_each ? lanes : 1, 0.1, false);
    const Numbers a(first_parent + parents, lanes, 0.7, false);
    const Numbers b(first_parent + parents, lanes, 0.4, false);
    const Numbers columns[] = {{rows, lanes, 1.9, true}, {rows, lanes, 0.2, true}, {rows, lanes, 0.6, true}};
    Segments all{first.data(), parents, 0, rows, 0, first_parent, true, GENERATE(false, true)};
    auto weights = weight.view();
    if (!is_weight_each && lanes > 1) weights.lanes = View::Lanes::one;
    const auto of_parent = [](View view) {
        view.of_parent = true;
        return view;
    };
    std::vector<std::vector<double>> results(count, std::vector<double>(parents * lanes, 1e300));
    WeightedSum sums[max_sums_together];
    for (std::size_t i = 0; i < count; ++i) {
        sums[i].into = results[i].data();
        sums[i].column = columns[i].view();
        sums[i].column.index = columns[0].index.data();
    }
    sums[0].is_share = has_share;
    sums[0].a = of_parent(a.view());
    sums[0].b = of_parent(b.view());
    std::vector<double> packed;
    if (lanes == 1) {
        const auto column_rows = columns[0].values.size();
        packed.assign(column_rows * packed_width, 1e300);
        set.pack_columns(packed.data(), sums, count, 0, column_rows);
    }
    all.ask_for_rows = all.ask_ahead;
    set.sums_together(all, weights, sums, count, {packed.data(), 0}, lanes);
    INFO(set.name << ", lanes " << lanes << (has_share ? ", a share" : "") << ", sums " << count);
    for (std::size_t p = 0; p < parents; ++p)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            for (std::size_t i = 0; i < count; ++i) {
                double want = 0;
                for (std::size_t child = first[p]; child < first[p + 1]; ++child) {
                    const double w = weight.at(child, is_weight_each ? lane : 0);
                    const double value = columns[i].at(child, lane);
                    const double own = a.at(first_parent + p, lane);
                    const bool is_share = has_share && i == 0;
                    want += w * (is_share ? own / (b.at(first_parent + p, lane) + value) : value);
                }
                REQUIRE(results[i][p * lanes + lane] == want);
            }
}

TEST_CASE("Sums over a block of replicates are sums of its octets' sums, of values and of their squares") {
    const Kernels& set = *GENERATE(from_range(available_kernels()));
    constexpr std::size_t rows = 5;
    const Numbers numbers(rows, 64, -0.3, false);
    double sums[rows];
    double squares[rows];
    set.block_moments(sums, squares, numbers.values.data(), rows);
    for (std::size_t row = 0; row < rows; ++row) {
        double want[2] = {};
        for (std::size_t octet = 0; octet < 64; octet += 8) {
            double part[2] = {};
            for (std::size_t lane = octet; lane < octet + 8; ++lane) {
                part[0] += numbers.at(row, lane);
                part[1] += numbers.at(row, lane) * numbers.at(row, lane);
            }
            want[0] += part[0];
            want[1] += part[1];
        }
        INFO(set.name << ", row " << row);
        CHECK(sums[row] == want[0]);
        CHECK(squares[row] == want[1]);
    }
}

}  // namespace hegemon::test
