/// Where vectors begin, large ones and small ones.
#include "core/aligned_vector.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <numeric>

namespace hegemon::test {

namespace {
template <class T>
bool begins_at_multiple(const AlignedVector<T>& values, std::uintptr_t bytes) {
    return reinterpret_cast<std::uintptr_t>(values.data()) % bytes == 0;
}
}  // namespace

TEST_CASE("small vectors begin with a cache line, those of 4 MiB and more with a huge page") {
    constexpr std::size_t huge_page = std::size_t{2} << 20;
    for (const std::size_t bytes : {std::size_t{8}, std::size_t{4096}, 2 * huge_page - 8}) {
        const AlignedVector<double> values(bytes / 8, 1.5);
        CHECK(begins_at_multiple(values, cache_line));
    }
    for (const std::size_t bytes : {2 * huge_page, 2 * huge_page + 8, 5 * huge_page}) {
        const AlignedVector<double> values(bytes / 8, 1.5);
        CHECK(begins_at_multiple(values, huge_page));
        CHECK(std::accumulate(values.begin(), values.end(), 0.0) == 1.5 * static_cast<double>(values.size()));
    }
}

TEST_CASE("a vector keeps its numbers while it grows from small to large pages") {
    AlignedVector<std::int32_t> values;
    for (std::int32_t i = 0; i < (5 << 20) / 4; ++i) values.push_back(i);
    AlignedVector<std::int32_t> counted(values.size());
    std::iota(counted.begin(), counted.end(), 0);
    CHECK((values == counted));
    values.resize(10);
    values.shrink_to_fit();
    CHECK(values.back() == 9);
}

}  // namespace hegemon::test
