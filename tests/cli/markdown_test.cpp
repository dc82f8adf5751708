#include "cli/markdown.hpp"

#include <catch2/catch.hpp>

using namespace hegemon::cli;

TEST_CASE("no character of a stranger's text becomes markup") {
    CHECK(prose("a*b `c` [d](e) <f> g|h $i$ &amp; ~~j~~") ==
          "a\\*b \\`c\\` \\[d](e) \\<f> g\\|h \\$i\\$ \\&amp; \\~\\~j\\~\\~");
    CHECK(prose("# no heading") == "\\# no heading");
    CHECK(prose("12. no list") == "12\\. no list");
    CHECK(prose("1.5 is a number, lag_of_it a name, _this_ no emphasis") ==
          "1.5 is a number, lag_of_it a name, \\_this\\_ no emphasis");
    CHECK(prose("a line\n- no list") == "a line?- no list");
}

TEST_CASE("a code span holds ticks and, within a table, bars") {
    CHECK(code("a | b") == "`a | b`");
    CHECK(code_cell("a | b") == "`a \\| b`");
    CHECK(code("`a``b") == "``` `a``b ```");
    CHECK(code("").empty());
}

TEST_CASE("paragraphs with a layout of their own stay as they are") {
    CHECK(paragraphs("one\ntwo\n\n    three\nfour *\n") == "one\ntwo\n\n```text\n    three\nfour *\n```\n\n");
    CHECK(paragraphs("  ```\n") == "````text\n  ```\n````\n\n");
    CHECK(paragraphs("").empty());
}

TEST_CASE("a table leaves out columns that say nothing") {
    CHECK(markdown_table({"a", "b", "c"}, {{"1", "", "x"}, {"22", "", ""}}) ==
          "| a   | c   |\n| --- | --- |\n| 1   | x   |\n| 22  |     |\n\n");
    CHECK(markdown_table({"a"}, {}).empty());
}

TEST_CASE("a long list tells how many it leaves out") {
    CHECK(code_list({"a", "b", "c"}, 2) == "`a`, `b` and 1 more");
    CHECK(code_list({"a", "b"}, 2) == "`a`, `b`");
}
