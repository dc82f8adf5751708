#include "cli/text.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace hegemon::cli;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string rounded(double value, double low, double high) { return rounded_text(value, rounding_for(low, high)); }

}  // namespace

TEST_CASE("numbers are rounded to two digits of half their interval") {
    CHECK(rounded(1.3169, 1.2169, 1.4169) == "1.32");
    CHECK(rounded(1.3169, 1.2169, 1.2371) == "1.317");
    CHECK(rounded(1316.9, 1206.4, 1427.4) == "1317");
    CHECK(rounded(0.00023456, 0.00022345, 0.00024567) == "0.000235");
    CHECK(rounded(14.96, 10, 30) == "15");
    CHECK(rounded(14.96, 10, 29.9) == "15.0");
}

TEST_CASE("an end of an interval that is not 0 does not look like 0") {
    CHECK(rounded(0.0004, 0.0004, 0.2) == "0.0004");
    CHECK(rounded(0.2, 0.0004, 0.2) == "0.2000");
    CHECK(rounded(-0.04, -0.04, 2) == "-0.04");
    CHECK(rounded(0, 0, 0.2) == "0.00");
}

TEST_CASE("what is rounded to 0 has no sign, other differences have one") {
    const Rounding two{2};
    CHECK(signed_text(1.316, two) == "+1.32");
    CHECK(signed_text(-0.4, two) == "-0.40");
    CHECK(signed_text(0.001, two) == "0.00");
    CHECK(signed_text(-0.001, two) == "0.00");
    CHECK(signed_text(0, two) == "0.00");
}

TEST_CASE("without an interval, and where there would be too many digits, six are significant") {
    CHECK(rounded(1.0 / 3, none, none) == "0.333333");
    CHECK(rounded(1.0 / 3, 2, 2) == "0.333333");
    CHECK(rounded(1.234567e-11, 1e-11, 2e-11) == "1.23457e-11");
    CHECK(rounded(1.234567e11, 1e11, 2e11) == "1.23457e+11");
    CHECK(rounded(none, 1, 2) == "-");
}

TEST_CASE("only none is 0 % and only all is 100 %") {
    CHECK(share_text(0) == "0 %");
    CHECK(share_text(1) == "100 %");
    CHECK(share_text(0.74) == "74 %");
    CHECK(share_text(0.002) == "0.2 %");
    CHECK(share_text(0.00005) == "0.005 %");
    CHECK(share_text(0.006) == "0.6 %");
    CHECK(share_text(0.014) == "1 %");
    CHECK(share_text(0.998) == "99.8 %");
    CHECK(share_text(0.99995) == "99.995 %");
    CHECK(share_text(none) == "-");
}
