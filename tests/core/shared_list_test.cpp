/// A list that copies share.
#include "core/shared_list.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace hegemon::test {

TEST_CASE("copies of a list share what it holds, and equal lists are equal wherever they lie") {
    const SharedList<std::string> names = std::vector<std::string>{"ARM", "AZE", "GEO"};
    const auto copy = names;
    CHECK(copy.data() == names.data());
    const SharedList<std::string> others{"ARM", "AZE", "GEO"};
    CHECK(others.data() != names.data());
    CHECK(others == names);
    CHECK_FALSE(SharedList<std::string>{"ARM", "AZE"} == names);
    CHECK_FALSE(SharedList<std::string>{"ARM", "AZE", "GEZ"} == names);
}

TEST_CASE("a list is read like a vector, also one that was never filled") {
    SharedList<int> list{3, 1, 2};
    CHECK(list.size() == 3);
    CHECK(list[1] == 1);
    CHECK(list.at(2) == 2);
    CHECK_THROWS_AS(list.at(3), std::out_of_range);
    CHECK(std::accumulate(list.begin(), list.end(), 0) == 6);
    const std::vector<int>& as_vector = list;
    CHECK(as_vector.data() == list.data());
    const SharedList<int> nothing;
    CHECK(nothing.empty());
    CHECK(nothing.begin() == nothing.end());
}

}  // namespace hegemon::test
