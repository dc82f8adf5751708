#include "scenario/opening_comment.hpp"

#include <catch2/catch.hpp>

using hegemon::opening_comment;

TEST_CASE("the opening comment ends with the first line that is none") {
    CHECK(opening_comment("# one\n#two\n#\n#   three \nx = 1\n# four\n") == "one\ntwo\n\n  three\n");
    CHECK(opening_comment("# one\n\n# two\n") == "one\n");
    CHECK(opening_comment("x = 1\n# one\n").empty());
    CHECK(opening_comment("").empty());
    CHECK(opening_comment("# no line end") == "no line end\n");
}

TEST_CASE("empty lines, a byte order mark and directives before the opening comment are passed over") {
    CHECK(opening_comment("\n\r\n# one\r\n# two\r\n") == "one\ntwo\n");
    CHECK(opening_comment("\xEF\xBB\xBF# one\n") == "one\n");
    CHECK(opening_comment("#:schema ./x.json\n# one\n#:schema y\n# two\n") == "one\ntwo\n");
}
