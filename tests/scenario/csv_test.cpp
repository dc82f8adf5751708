#include "scenario/csv.hpp"

#include <catch2/catch.hpp>

#include "scenario/file_source.hpp"

namespace hegemon {

namespace {

/// Fields joined by "|", lines by "/".
std::string read(const std::string& text, Diagnostics* keep = nullptr) {
    Diagnostics diagnostics;
    const Limits limits;
    Reading reading(keep != nullptr ? *keep : diagnostics, limits);
    std::deque<std::string> texts;
    CsvReader csv(reading, make_source("t.csv", text), texts);
    std::string all;
    for (std::vector<CsvField> fields; csv.next(fields);) {
        for (std::size_t i = 0; i < fields.size(); ++i) all.append(i > 0 ? "|" : "").append(fields[i].text);
        all += "/";
    }
    return all;
}

}  // namespace

TEST_CASE("lines end in LF, CRLF or the end of the file") {
    CHECK(read("a,b\n1,2\n") == "a|b/1|2/");
    CHECK(read("a,b\r\n1,2\r\n") == "a|b/1|2/");
    CHECK(read("a,b\n1,2") == "a|b/1|2/");
    CHECK(read("a,b\r\n1,") == "a|b/1|/");
}

TEST_CASE("quoted fields may hold commas, quotes and line breaks (RFC 4180, 2.6 and 2.7)") {
    CHECK(read("\"a,b\",c\n") == "a,b|c/");
    CHECK(read("\"say \"\"x\"\"\",c\n") == "say \"x\"|c/");
    CHECK(read("\"\"\"\",c\n") == "\"|c/");
    CHECK(read("\"two\nlines\",c\nd,e\n") == "two\nlines|c/d|e/");
    CHECK(read("\"\"\n") == "/");
}

TEST_CASE("blank lines are skipped, empty fields are not") { CHECK(read("a,b\n\n1,2\n  \n\r\n,\n") == "a|b/1|2/|/"); }

TEST_CASE("spaces around fields do not belong to them, those within quotes do") {
    CHECK(read(" a , b\t\n\" x \" , y\n") == "a|b/ x |y/");
}

TEST_CASE("a line that cannot be read is reported, and the next one is read") {
    Diagnostics diagnostics;
    CHECK(read("a,b\n\"x\"y,1\nc,d\n", &diagnostics) == "a|b/c|d/");
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list()[0].id == "csv-after-quote");
}

TEST_CASE("UTF-8 is told from what is not (RFC 3629)") {
    CHECK(first_invalid_utf8("plain text of more than eight bytes") == std::string_view::npos);
    CHECK(first_invalid_utf8("h\u00e9 \u4e16 \U0001F600 \uFFFD") == std::string_view::npos);
    CHECK(first_invalid_utf8("12345678\xE9x") == 8);
    CHECK(first_invalid_utf8("\xC0\x80") == 0);          // a longer form
    CHECK(first_invalid_utf8("a\xED\xA0\x80") == 1);     // a surrogate
    CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
    CHECK(first_invalid_utf8("abc\xE4\xB8") == 3);       // cut off
    CHECK(first_invalid_utf8("\xF5\x80\x80\x80") == 0);
}

}  // namespace hegemon
