#include "language/windows.hpp"

#include <catch2/catch.hpp>

namespace hegemon::test {

namespace {

using Index = std::vector<std::int32_t>;

/// Where the children of each parent begin, if each has as many.
std::vector<std::uint32_t> each_has(std::size_t children, std::size_t parents) {
    std::vector<std::uint32_t> first;
    for (std::size_t parent = 0; parent <= parents; ++parent)
        first.push_back(static_cast<std::uint32_t>(parent * children));
    return first;
}

/// A ring in which each has a neighbour `reach` before it and one `reach` behind it.
Index ring(std::size_t parents, std::size_t reach) {
    Index index;
    for (std::size_t parent = 0; parent < parents; ++parent)
        for (const auto far : {parents - reach, reach})
            index.push_back(static_cast<std::int32_t>((parent + far) % parents));
    return index;
}

constexpr std::size_t each = Windows::parents_each;
constexpr std::size_t parents = 20 * each;

}  // namespace

TEST_CASE("A window holds the rows that neighbouring parents gather from") {
    const auto index = ring(parents, 10);
    const Windows windows(each_has(2, parents), index.data());
    CHECK(windows.of(each, 2 * each) == RowRange{each - 10, 2 * each + 10});
    CHECK(windows.of(3 * each + 5, 4 * each + 1) == RowRange{3 * each - 10, 5 * each + 10});
    CHECK(windows.of(0, 1) == RowRange{0, parents});  // the first parent's neighbour is the last but nine
    CHECK(windows.all() == RowRange{0, parents});
    CHECK(windows.of(each, each) == RowRange{});
}

TEST_CASE("Windows are narrow if nearly all are hardly wider than the parents are many") {
    for (const auto& [reach, narrow] : {std::pair{std::size_t{10}, true}, std::pair{each / 2, true},
                                        std::pair{each / 2 + 1, false}, std::pair{5 * each, false}}) {
        const auto index = ring(parents, reach);
        CHECK(Windows(each_has(2, parents), index.data()).are_narrow() == narrow);
    }
    CHECK(Windows::is_narrow({100, 300}, 100));
    CHECK_FALSE(Windows::is_narrow({100, 301}, 100));
}

TEST_CASE("Parents without children gather from no row") {
    std::vector<std::uint32_t> first(2 * each + 1, 0);
    first.back() = 1;
    const Index index{7};
    const Windows windows(first, index.data());
    CHECK(windows.of(0, each) == RowRange{});
    CHECK(windows.of(0, 2 * each) == RowRange{7, 8});
    CHECK(windows.are_narrow());
    CHECK(Windows().empty());
}

}  // namespace hegemon::test
