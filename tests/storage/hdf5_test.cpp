#include "storage/hdf5.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sample_run_support.hpp"

using namespace hegemon;
using namespace hegemon::hdf5;

namespace {

/// What the process writes to stderr while `work` runs.
template <class Work>
std::string stderr_of(const std::filesystem::path& file, const Work& work) {
    const int before = ::dup(2);
    REQUIRE(std::freopen(file.c_str(), "w", stderr) != nullptr);
    work();
    std::fflush(stderr);
    ::dup2(before, 2);
    ::close(before);
    std::ifstream text(file);
    return {std::istreambuf_iterator<char>(text), {}};
}

}  // namespace

TEST_CASE("an error says what failed and why, and HDF5 prints nothing") {
    const sample::Folder folder;
    const std::string printed = stderr_of(folder / "stderr", [&] {
        CHECK_THROWS_WITH(open_file(folder / "none.h5", Access::read),
                          Catch::Contains("cannot open it") && Catch::Contains("No such file or directory"));
        const Handle file = create_file(folder / "a.h5");
        CHECK_THROWS_WITH(open_dataset(file, "nothing"), Catch::Contains("cannot open dataset nothing"));
        CHECK_THROWS_AS(open_group(file, "nothing"), Error);
    });
    CHECK(printed.empty());
}

TEST_CASE("a file whose objects are open does not close, and says so") {
    const sample::Folder folder;
    Handle file = create_file(folder / "a.h5");
    Handle group = create_group(file, "group");
    CHECK_FALSE(file.close());
    CHECK(group.close());
}

TEST_CASE("attributes of every type come back") {
    const sample::Folder folder;
    const Handle file = create_file(folder / "a.h5");
    write_attribute(file, "number", 0.1);
    write_attribute(file, "whole", std::uint64_t{18446744073709551615U});
    write_attribute(file, "few", std::vector<std::int32_t>{-3, 4});
    write_attribute(file, "text", "Österreich 日本");
    write_attribute(file, "texts", std::vector<std::string>{"a", "", "ccc"});
    CHECK(read_attribute<double>(file, "number") == std::vector<double>{0.1});
    CHECK(read_attribute<std::uint64_t>(file, "whole") == std::vector<std::uint64_t>{18446744073709551615U});
    CHECK(read_attribute<std::int64_t>(file, "few") == std::vector<std::int64_t>{-3, 4});
    CHECK(read_attribute<std::string>(file, "text") == std::vector<std::string>{"Österreich 日本"});
    CHECK(read_attribute<std::string>(file, "texts") == std::vector<std::string>{"a", "", "ccc"});
    CHECK_FALSE(read_attribute<double>(file, "none").has_value());
    write_attribute(file, "number", 0.2);
    CHECK(read_attribute<double>(file, "number") == std::vector<double>{0.2});
    CHECK(attribute_names(file) == std::vector<std::string>{"few", "number", "text", "texts", "whole"});
    remove_attribute(file, "few");
    CHECK_FALSE(read_attribute<std::int64_t>(file, "few").has_value());
}

TEST_CASE("an attribute of the wrong type is an error, not a wrong value") {
    const sample::Folder folder;
    const Handle file = create_file(folder / "a.h5");
    write_attribute(file, "text", "7");
    write_attribute(file, "number", 7.0);
    CHECK_THROWS_AS(read_attribute<double>(file, "text"), Error);
    CHECK_THROWS_AS(read_attribute<std::string>(file, "number"), Error);
}

TEST_CASE("a text with a zero byte is refused, since it would come back cut") {
    const sample::Folder folder;
    const Handle file = create_file(folder / "a.h5");
    CHECK_THROWS_WITH(write_attribute(file, "text", std::string("a\0b", 3)), "cannot store a text with a zero byte");
}

TEST_CASE("links come in order of creation") {
    const sample::Folder folder;
    const Handle file = create_file(folder / "a.h5");
    create_group(file, "zebra");
    create_dataset(file, "ant", Type::int32, {2}, {});
    const std::vector<Link> list = links(file);
    REQUIRE(list.size() == 2);
    CHECK(list[0].name == "zebra");
    CHECK(list[0].group);
    CHECK(list[1].name == "ant");
    CHECK_FALSE(list[1].group);
}
