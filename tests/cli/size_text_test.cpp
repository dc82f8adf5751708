#include "cli/size_text.hpp"

#include <catch2/catch.hpp>

using hegemon::cli::parse_size;

TEST_CASE("sizes are read with units of 1000 and of 1024") {
    CHECK(parse_size("800000") == 800'000U);
    CHECK(parse_size("500 MB") == 500'000'000U);
    CHECK(parse_size("2GB") == 2'000'000'000U);
    CHECK(parse_size("1.5 gib") == 1'610'612'736U);
    CHECK(parse_size("3 kB") == 3000U);
    CHECK(parse_size("1 KiB") == 1024U);
}

TEST_CASE("what is no size is refused") {
    for (const auto* text : {"", "MB", "-1 MB", "0", "0.5", "1 XB", "1 MB 2", "nan", "inf GB", "1e400", "9999999 TB"})
        CHECK_FALSE(parse_size(text));
}
