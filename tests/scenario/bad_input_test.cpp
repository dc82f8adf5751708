#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "scenario/load_scenario.hpp"

namespace hegemon {

namespace {

const std::filesystem::path root = HEGEMON_SOURCE;

std::string text_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// Ids of the messages of sim/scenario.
std::set<std::string> ids() {
    std::set<std::string> found;
    const std::string text = text_of(root / "sim/scenario/messages.hpp");
    const std::regex message("Message \\w+\\{\\s*\"([a-z0-9-]+)\"");
    for (std::sregex_iterator it(text.begin(), text.end(), message), end; it != end; ++it) found.insert((*it)[1]);
    return found;
}

std::string id_of(const std::filesystem::path& file) {
    const std::string stem = file.stem().string();
    return stem.substr(0, stem.find('_'));
}

std::vector<std::filesystem::path> cases() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(root / "tests/bad"))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// What stands after `# WORD: ` in the opening lines; empty if nothing does.
std::string header(const std::string& text, const std::string& word) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line) && line.starts_with('#');)
        if (line.starts_with("# " + word + ": ")) return line.substr(word.size() + 4);
    return {};
}

LoadOptions options_of(const std::string& text) {
    LoadOptions options;
    const std::string set = header(text, "set");
    if (!set.empty()) options.set.emplace_back(set.substr(0, set.find('=')), set.substr(set.find('=') + 1));
    return options;
}

/// The diagnostic with that id, written like the header of a case; empty if there is none.
std::pair<std::string, std::string> said(const Declaration& declaration, const std::string& id) {
    for (const Diagnostic& diagnostic : declaration.diagnostics.list()) {
        if (diagnostic.id != id) continue;
        const LineColumn at = line_column(*diagnostic.where.file, diagnostic.where.begin);
        return {id + " " + std::to_string(at.line) + ":" + std::to_string(at.column) + " " + diagnostic.problem,
                diagnostic.hint};
    }
    return {};
}

}  // namespace

TEST_CASE("each bad scenario causes the message that it opens with") {
    const auto known = ids();
    for (const auto& file : cases()) {
        const std::string id = id_of(file), text = text_of(file);
        if (!known.contains(id)) continue;
        INFO(file.filename().string());
        const Declaration declaration = load_scenario(file, options_of(text));
        const auto [problem, hint] = said(declaration, id);
        CHECK(problem == header(text, "expect"));
        CHECK(hint == header(text, "hint"));
        CHECK(declaration.diagnostics.has_errors());
        if (id != "more-errors") CHECK(declaration.diagnostics.list().size() == 1);
    }
}

TEST_CASE("every message about scenario files has a bad scenario or is listed as tested elsewhere") {
    std::set<std::string> covered;
    for (const auto& file : cases()) covered.insert(id_of(file));
    std::istringstream elsewhere(text_of(root / "tests/bad/elsewhere.txt"));
    for (std::string id, where; elsewhere >> id >> where;) {
        CHECK(std::filesystem::exists(root / where));
        covered.insert(id);
    }
    CHECK(ids().size() > 50);
    for (const std::string& id : ids()) {
        INFO(id);
        CHECK(covered.contains(id));
    }
}

}  // namespace hegemon
