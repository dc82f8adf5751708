#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/model.hpp"
#include "scenario/load_scenario.hpp"
#include "support/compiled_arms.hpp"

namespace hegemon {

namespace {

const std::filesystem::path cases = std::filesystem::path(HEGEMON_SOURCE) / "tests/bad";

std::string text_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

struct Expected {
    std::string message;  ///< "ID [FILE:]LINE:COLUMN PROBLEM"
    std::string hint;
    bool operator==(const Expected&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Expected& e) {
    return out << e.message << "\n  hint: " << e.hint << "\n";
}

/// What the opening lines of a case say (tests/bad/README.md).
struct Header {
    std::vector<Expected> expected;
    LoadOptions options;

    explicit Header(const std::string& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line) && line.starts_with("# ");) {
            const auto colon = line.find(": ");
            if (colon == std::string::npos) break;
            const std::string word = line.substr(2, colon - 2), rest = line.substr(colon + 2);
            if (word == "expect") expected.push_back({rest, ""});
            if (word == "hint" && !expected.empty()) expected.back().hint = rest;
            if (word == "set")
                options.set.emplace_back(rest.substr(0, rest.find('=')), rest.substr(rest.find('=') + 1));
        }
    }
};

/// All errors of a scenario as they are reported; of one without errors its warnings.
std::vector<Diagnostic> reported(const std::filesystem::path& file, const LoadOptions& options) {
    try {
        return test::compiled_arms(load_scenario(file, options)).front()->warnings.list();
    } catch (const ScenarioError& error) {
        auto list = error.diagnostics();
        std::erase_if(list, [](const Diagnostic& d) { return d.severity == Severity::warning; });
        return list;
    }
}

/// As a case would say it: with the name of the file where the case names files.
Expected as_expected(const Diagnostic& diagnostic, bool names_file) {
    const auto at = line_column(*diagnostic.where.file, diagnostic.where.begin);
    const auto file = std::filesystem::path(diagnostic.where.file->name).filename().string() + ":";
    return {fmt::format("{} {}{}:{} {}", diagnostic.id, names_file ? file : "", at.line, at.column, diagnostic.problem),
            diagnostic.hint};
}

/// Whether the place of an expectation has a file: two colons.
bool names_file(const Expected& expected) {
    const auto begin = expected.message.find(' ') + 1;
    const auto place = expected.message.substr(begin, expected.message.find(' ', begin) - begin);
    return std::count(place.begin(), place.end(), ':') == 2;
}

}  // namespace

TEST_CASE("each bad scenario is refused for just the reasons that it opens with, at their places, with their hints") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(cases)) {
        const auto& file = entry.path();
        if (file.extension() != ".toml") continue;
        ++count;
        INFO(file.filename().string());
        const Header header(text_of(file));
        REQUIRE(!header.expected.empty());
        auto list = reported(file, header.options);
        if (file.stem() == "more-errors") list = {list.at(Diagnostics::most)};  // the others are all alike
        std::vector<Expected> found;
        for (std::size_t i = 0; i < list.size(); ++i)
            found.push_back(as_expected(list[i], i < header.expected.size() && names_file(header.expected[i])));
        CHECK(found == header.expected);
    }
    CHECK(count > 150);
}

}  // namespace hegemon
