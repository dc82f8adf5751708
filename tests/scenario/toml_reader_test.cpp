#include "scenario/toml_reader.hpp"

#include <catch2/catch.hpp>

#include "scenario/file_source.hpp"
#include "scenario/toml_nesting.hpp"

namespace hegemon {

namespace {

struct Read {
    Diagnostics diagnostics;
    std::optional<TomlTable> table;
    explicit Read(const std::string& text) {
        const Limits limits;
        Reading reading(diagnostics, limits);
        table = read_toml(reading, make_source("t.toml", text));
    }
};

}  // namespace

TEST_CASE("values of every type know their bytes") {
    const Read read(
        "a = 0x1F\nb = -2.50\nc = [1, \"\u00e9\", true]\nd = 2022-02-24\ne = { f.g = 'x' }\n[h.\"i j\"]\nk = 1\n");
    REQUIRE(read.table);
    CHECK(read.table->find("a")->value.number() == 31);
    CHECK(read.table->find("a")->value.raw() == "0x1F");
    CHECK(read.table->find("b")->value.raw() == "-2.50");
    const auto& array = *read.table->find("c")->value.as<TomlArray>();
    CHECK(array[1].raw() == "\"\u00e9\"");
    CHECK(array[2].raw() == "true");
    CHECK(read.table->find("d")->value.raw() == "2022-02-24");
    CHECK(read.table->find("e")->value.raw() == "{ f.g = 'x' }");
    const auto& h = *read.table->find("h")->value.as<TomlTable>();
    CHECK(h.find("i j")->value.raw() == "i j");  // a table with a heading stands at its key
}

TEST_CASE("places are right after many characters of several bytes in one line") {
    std::string text = "a = [";
    for (int i = 0; i < 1000; ++i) text += "\"\u00e9\u4e16\U0001F600\", ";
    const Read read(text + "12345]\n");
    REQUIRE(read.table);
    CHECK(read.table->find("a")->value.as<TomlArray>()->back().raw() == "12345");
}

TEST_CASE("a byte order mark is not part of the text") {
    const Read read(
        "\xEF\xBB\xBF"
        "a = 12\n");
    REQUIRE(read.table);
    CHECK(read.table->find("a")->value.raw() == "12");
}

TEST_CASE("entries are in order of key") {
    const Read read("b = 1\na = 2\n_ = 3\nB = 4\n");
    REQUIRE(read.table);
    std::string keys;
    for (const auto& entry : read.table->entries) keys += entry.key.value;
    CHECK(keys == "B_ab");
}

TEST_CASE("an error of TOML is blamed on the word that it names") {
    const Read read("a = 1\nb = 99999999999999999999\n");
    REQUIRE(!read.table);
    const Span where = read.diagnostics.list().at(0).where;
    CHECK(where.file->text.substr(where.begin, where.length) == "99999999999999999999");
}

TEST_CASE("all numbers that are not finite are reported at once") {
    const Read read("a = nan\nb = [1, inf, -inf]\n");
    CHECK(!read.table);
    CHECK(read.diagnostics.list().size() == 3);
}

TEST_CASE("deep nesting is refused before anything recursive reads it") {
    for (const std::string& text :
         {"a = " + std::string(1000000, '['), "a = " + std::string(1000000, '{'), std::string("[") + [] {
              std::string s;
              for (int i = 0; i < 500000; ++i) s += "a.";
              return s;
          }() + "a]"}) {
        const Read read(text);
        CHECK(!read.table);
        CHECK(read.diagnostics.list().size() == 1);
    }
}

TEST_CASE("brackets and dots in strings, comments and numbers do not count as nesting") {
    const Limits limits;
    const std::string many(100, '['),
        dots = "1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5";
    for (const std::string& text : {"a = \"" + many + "\\\"" + many + "\"", "a = '''" + many + "\n'" + many + "'''",
                                    "# " + many, "a = [" + dots + "]", "a = \"\"\"" + many + "\"\"\" # " + many})
        CHECK(!check_toml_nesting(make_source("t", text), limits));
}

}  // namespace hegemon
