#include "storage/content.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <limits>

#include "core/sha256.hpp"
#include "sample_run_support.hpp"

using namespace hegemon;
using hdf5::Type;

TEST_CASE("the digest is that of the lines that analysis/README.md gives") {
    const sample::Folder folder;
    const hdf5::Handle file = hdf5::create_file(folder / "a.h5");
    Content content;
    const ContentGroup root(hdf5::open_group(file, "/"), "/", content);
    const ContentGroup group = root.group("b");
    group.attribute("who", "é");
    auto [row, names] = group.coordinate("row", Type::string, 2);
    names.append(std::vector<std::string>{"x", ""});
    ContentDataset numbers = group.dataset("a", Type::int16, {row});
    numbers.append(std::vector<std::int16_t>{1, -2});
    const std::string lines =
        "group /\ngroup /b\nattribute who string " + sha256_hex(std::string_view("\xC3\xA9\0", 3)) +
        "\ndataset /b/a\ntype int16 2\ndata " + sha256_hex(std::string_view("\1\0\xFE\xFF", 4)) +
        "\ndataset /b/row\ntype string 2\ndata " + sha256_hex(std::string_view("x\0\0", 3)) + "\n";
    CHECK(content.digest.finish() == sha256_hex(lines));
}

TEST_CASE("a dimension that grows counts by its datasets alone") {
    const sample::Folder folder;
    const auto digest_of = [&](std::vector<std::size_t> pieces) {
        const hdf5::Handle file = hdf5::create_file(folder / "a.h5");
        Content content;
        const ContentGroup root(hdf5::open_group(file, "/"), "/", content);
        const Dimension firing = root.unlimited("firing");
        ContentDataset rate = root.dataset("rate", Type::float64, {firing});
        double next = 0;
        for (const std::size_t size : pieces) {
            std::vector<double> piece(size);
            for (double& number : piece) number = next++;
            rate.append(piece);
        }
        extend(firing, rate.rows());
        return content.digest.finish();
    };
    CHECK(digest_of({5000}) == digest_of({1, 0, 4000, 999}));
    CHECK(digest_of({5000}) != digest_of({4999}));
}

TEST_CASE("every NaN is written as the one quiet NaN") {
    const sample::Folder folder;
    const hdf5::Handle file = hdf5::create_file(folder / "a.h5");
    Content content;
    const ContentGroup root(hdf5::open_group(file, "/"), "/", content);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    root.scalar("number", -nan);
    double is = 0;
    hdf5::read(hdf5::open_dataset(file, "number"), 0, 1, Type::float64, &is);
    CHECK(std::memcmp(&is, &nan, sizeof is) == 0);
}
