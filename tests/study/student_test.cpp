#include "study/student.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace hegemon;

TEST_CASE("p-values of Student's t are those of SciPy") {
    struct Case {
        double t, degrees, p;
    };
    // SciPy 1.10, 2 stats.t.sf(t, degrees).
    const Case cases[] = {{2, 1, 0.2951672353008664},       {2, 4, 0.1161165235168155},
                          {0.5, 99, 0.6181846440244061},    {6, 99, 3.245916112345553e-08},
                          {1.2, 9999, 0.23016777135991445}, {0, 5, 1},
                          {40, 3, 3.438068078915854e-05},   {2.5, 1e6, 0.012419489502163228}};
    for (const auto& [t, degrees, p] : cases) {
        CHECK(student_two_sided(t, degrees) == Approx(p).epsilon(1e-8));
        CHECK(student_two_sided(-t, degrees) == student_two_sided(t, degrees));
    }
    CHECK(student_two_sided(std::numeric_limits<double>::infinity(), 7) == 0);
    CHECK(std::isnan(student_two_sided(std::nan(""), 7)));
}

TEST_CASE("quantile and p-value of Student's t belong together") {
    for (const double degrees : {1.0, 2.0, 3.0, 9.0, 63.0, 99.0, 499.0, 1e5})
        CHECK(student_two_sided(student_975(degrees), degrees) == Approx(0.05).epsilon(1e-5));
}

TEST_CASE("p-values of the normal distribution are those of the tables") {
    CHECK(normal_two_sided(0) == 1);
    CHECK(normal_two_sided(normal_975) == Approx(0.05).epsilon(1e-12));
    CHECK(normal_two_sided(-3) == Approx(0.002699796063260207).epsilon(1e-12));
}
