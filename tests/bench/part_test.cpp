#include "bench/part.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace hegemon::bench {
namespace {

std::vector<std::string> names(const std::vector<std::string>& words) {
    const std::vector<Part> all = {{"one/100", Length::quick, {}},
                                   {"one/1000", Length::slow, {}},
                                   {"one/1000-local", Length::slow, {}},
                                   {"other/100", Length::quick, {}}};
    std::vector<std::string> names;
    for (const Part& part : chosen(all, words)) names.push_back(part.name);
    return names;
}

using Names = std::vector<std::string>;

TEST_CASE("without a word the quick parts are chosen") { CHECK(names({}) == Names{"one/100", "other/100"}); }

TEST_CASE("a word chooses the part of that name alone, else all that it is found in") {
    CHECK(names({"one/1000"}) == Names{"one/1000"});
    CHECK(names({"one/"}) == Names{"one/100", "one/1000", "one/1000-local"});
    CHECK(names({"other", "local"}) == Names{"one/1000-local", "other/100"});
    CHECK(names({"nothing"}).empty());
}

}  // namespace
}  // namespace hegemon::bench
