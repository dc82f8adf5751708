#include "scenario/file_source.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "scenario/scenario_support.hpp"

namespace hegemon {

namespace {

namespace fs = std::filesystem;
using Outcome = FoundFile::Outcome;

/// A folder with a scenario's folder, a library and a secret, taken away at the end.
struct Folders {
    fs::path root = fs::temp_directory_path() / ("hegemon_file_source_" + std::to_string(::getpid()));
    fs::path folder = root / "scenario", library = root / "library";
    Folders() {
        fs::remove_all(root);
        fs::create_directories(folder / "data");
        fs::create_directories(library);
        write(folder / "data/a.csv", "in the folder");
        write(library / "a.toml", "in the library");
        write(library / "both.toml", "the library's");
        write(folder / "both.toml", "the scenario's");
        write(root / "secret.csv", "secret");
        fs::create_symlink(root / "secret.csv", folder / "link.csv");
        fs::create_symlink(library / "a.toml", folder / "to_library.toml");
        fs::create_directory_symlink(root, folder / "up");
    }
    Folders(const Folders&) = delete;
    Folders& operator=(const Folders&) = delete;
    ~Folders() { fs::remove_all(root); }
    static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
    [[nodiscard]] FoundFile find(const std::string& name) const {
        return FolderFiles(folder, library).find(name, 1000);
    }
};

}  // namespace

TEST_CASE("files are looked up in the scenario's folder, then in the library") {
    const Folders folders;
    CHECK(folders.find("data/a.csv").text == "in the folder");
    CHECK(folders.find("./data/../data/a.csv").name == "data/a.csv");
    CHECK(folders.find("a.toml").text == "in the library");
    CHECK(folders.find("both.toml").text == "the scenario's");
    CHECK(folders.find("nowhere.csv").outcome == Outcome::not_found);
    CHECK(folders.find("data/a.csv/b").outcome == Outcome::not_found);
    CHECK(folders.find("data").outcome == Outcome::not_a_file);
}

TEST_CASE("no path leaves the scenario's folder and the library") {
    const Folders folders;
    for (const char* name :
         {"../secret.csv", "data/../../secret.csv", "..", "../scenario/both.toml", "", "..\\secret.csv"})
        CHECK(folders.find(name).outcome == Outcome::leaves);
    CHECK(folders.find((folders.root / "secret.csv").string()).outcome == Outcome::leaves);
    CHECK(folders.find((folders.folder / "both.toml").string()).outcome == Outcome::leaves);  // absolute, though inside
    CHECK(folders.find(std::string("both.toml\0x", 11)).outcome == Outcome::leaves);
}

TEST_CASE("no link leads out of the scenario's folder and the library") {
    const Folders folders;
    CHECK(folders.find("link.csv").outcome == Outcome::leaves);
    CHECK(folders.find("up/secret.csv").outcome == Outcome::leaves);
    CHECK(folders.find("up/scenario/both.toml").outcome == Outcome::found);
    CHECK(folders.find("to_library.toml").text == "in the library");
}

TEST_CASE("of a file beyond the limit no more than the limit is read") {
    const Folders folders;
    CHECK(FolderFiles(folders.folder, {}).find("data/a.csv", 13).outcome == Outcome::found);
    CHECK(FolderFiles(folders.folder, {}).find("data/a.csv", 12).outcome == Outcome::too_large);
    CHECK(read_file(folders.folder / "data/a.csv", 5) == "in the");
}

TEST_CASE("a scenario that cannot be read is an error of the machine, with path and errno") {
    const Folders folders;
    try {
        static_cast<void>(load_scenario(folders.folder / "nowhere.toml"));
        FAIL("it was read");
    } catch (const fs::filesystem_error& error) {
        CHECK(error.code().value() == ENOENT);
        CHECK(error.path1() == folders.folder / "nowhere.toml");
    }
    CHECK_THROWS_AS(load_scenario(folders.folder), fs::filesystem_error);
}

TEST_CASE("a scenario on disk finds its model in the library and its table beside it") {
    const Folders folders;
    Folders::write(folders.library / "m.toml", "[kind.town]\npeople = {}\n[rows.town]\nfrom = \"data/t.csv\"\n");
    Folders::write(folders.folder / "data/t.csv", "name,people\nA,1\n");
    Folders::write(folders.folder / "s.toml", "model = \"m.toml\"\nend = 3\n");
    LoadOptions options;
    options.library = folders.library;
    const Declaration declaration = load_scenario(folders.folder / "s.toml", options).base;
    CHECK(test::wrong(declaration).empty());
    REQUIRE(declaration.files.size() == 2);
    CHECK(declaration.files[0].name == "s.toml");
    CHECK(declaration.files[1].name == "data/t.csv");
    CHECK(declaration.rows.at(0).file->name == (folders.folder / "data/t.csv").string());
    CHECK(test::wrong(load_scenario(folders.folder / "s.toml").base) == "file-not-found 1:10");
}

TEST_CASE("texts in memory are found by their plain names") {
    const MemoryFiles files(std::vector<ScenarioFile>{{"data/a.csv", "x"}});
    CHECK(files.find("./data/a.csv", 10).text == "x");
    CHECK(files.find("a.csv", 10).outcome == Outcome::not_found);
    CHECK(files.find("../a.csv", 10).outcome == Outcome::leaves);
    CHECK(files.find("data/a.csv", 0).outcome == Outcome::too_large);
}

}  // namespace hegemon
