#include "storage/chunks.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <cstring>
#include <iostream>

#include "sample_run_support.hpp"
#include "storage/content.hpp"

using namespace hegemon;
using hdf5::Shape;
using hdf5::Type;

namespace {

/// Numbers that wander, as columns of a model do: [replicate][step][row].
std::vector<float> wandering(std::uint64_t replicates, std::uint64_t steps, std::uint64_t rows) {
    std::vector<float> values;
    std::uint32_t chance = 1;
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate)
        for (std::uint64_t step = 0; step < steps; ++step)
            for (std::uint64_t row = 0; row < rows; ++row) {
                chance = chance * 1664525 + 1013904223;
                const float before = step == 0 ? 0.5F : values[values.size() - rows];
                values.push_back(before + (static_cast<float>(chance >> 16) / 65536 - 0.5F) / 64);
            }
    return values;
}

template <class T>
std::vector<T> read_back(const std::filesystem::path& path, const std::string& name) {
    const hdf5::Handle file = hdf5::open_file(path, hdf5::Access::read);
    const hdf5::Handle dataset = hdf5::open_dataset(file, name);
    const Shape shape = hdf5::shape_of(dataset);
    std::vector<T> values(hdf5::elements(shape));
    hdf5::read(dataset, 0, shape[0], hdf5::type_for<T>(), values.data());
    return values;
}

template <class T>
void check_shape(const Shape& chunk, Compression compression) {
    const Shape shape = {6, 7, 11};
    const sample::Folder folder;
    std::vector<T> values(hdf5::elements(shape));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(i * i % 251 - 100);
    const bool deflate = compression == Compression::deflate;
    const auto executor = make_thread_executor(3);
    Sha256 sha;
    {
        const hdf5::Handle file = hdf5::create_file(folder / "a.h5");
        const hdf5::Handle dataset =
            hdf5::create_dataset(file, "x", hdf5::type_for<T>(), shape, {.chunk = chunk, .deflate = deflate});
        const Chunking chunking{shape, chunk, sizeof(T), deflate};
        const auto bytes = std::as_bytes(std::span(values));
        const std::size_t half = bytes.size() / 2;  // three rows
        REQUIRE(chunking.is_whole(0, 3));
        write_chunks(dataset, chunking, 0, bytes.first(half), *executor, sha);
        write_chunks(dataset, chunking, 3, bytes.subspan(half), *executor, sha);
    }
    CHECK(read_back<T>(folder / "a.h5", "x") == values);  // the library undoes shuffle and deflate
    CHECK(sha.hex() == Sha256().add(std::as_bytes(std::span(values))).hex());
}

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

TEMPLATE_TEST_CASE("chunks that we store come back through the library", "", float, double, std::int16_t, std::int8_t) {
    for (const Compression compression : {Compression::deflate, Compression::none})
        for (const Shape& chunk : {Shape{1, 7, 11}, Shape{1, 4, 11}, Shape{1, 1, 5}, Shape{3, 5, 4}})
            check_shape<TestType>(chunk, compression);
}

TEST_CASE("rows are whole chunks from a chunk's begin to a chunk's or the dataset's end") {
    const Chunking chunking{{10, 5}, {4, 5}, 8, true};
    CHECK(chunking.is_whole(0, 4));
    CHECK(chunking.is_whole(4, 6));
    CHECK(chunking.is_whole(8, 2));
    CHECK_FALSE(chunking.is_whole(0, 5));
    CHECK_FALSE(chunking.is_whole(2, 4));
    CHECK_FALSE(Chunking{{10, 5}, {}, 8, false}.is_whole(0, 10));
}

// Hidden, a benchmark: test_storage "[.compression]". Both write 100 MB to a file and take the digest.
TEST_CASE("compressing on two threads beside the library's own way", "[.compression]") {
    constexpr std::uint64_t replicates = 32, steps = 104, rows = 7500;
    const std::vector<float> values = wandering(replicates, steps, rows);
    const sample::Folder folder;
    const auto executor = make_executor(default_backend(), 2);
    for (int round = 0; round < 3; ++round) {
        const auto start = Clock::now();
        {
            const hdf5::Handle file = hdf5::create_file(folder / "library.h5");
            const hdf5::Layout layout{.chunk = {1, 34, rows}, .deflate = true};
            const hdf5::Handle dataset =
                hdf5::create_dataset(file, "x", Type::float32, {replicates, steps, rows}, layout);
            hdf5::write(dataset, 0, replicates, Type::float32, values.data());
            CHECK(Sha256().add(std::as_bytes(std::span(values))).hex().size() == 64);
        }
        const double library = seconds_since(start);
        const auto middle = Clock::now();
        {
            const hdf5::Handle file = hdf5::create_file(folder / "ours.h5");
            Content content;
            content.executor = executor.get();
            const ContentGroup root(hdf5::open_group(file, "/"), "/", content);
            const Dimension replicate = root.coordinate("replicate", Type::int64, replicates).first;
            const Dimension step = root.coordinate("step", Type::int64, steps).first;
            const Dimension row = root.coordinate("row", Type::int64, rows).first;
            root.dataset("x", Type::float32, {replicate, step, row}, Storing::chunked).append(values);
        }
        const double ours = seconds_since(middle);
        std::cout << "library " << library << " s, ours " << ours << " s, ratio " << library / ours << ", sizes "
                  << std::filesystem::file_size(folder / "library.h5") << " and "
                  << std::filesystem::file_size(folder / "ours.h5") << " bytes\n";
    }
    CHECK(read_back<float>(folder / "ours.h5", "x") == values);
}
