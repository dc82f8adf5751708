#pragma once
/// What an open RunFile is inside.
#include <cstddef>
#include <filesystem>
#include <hegemon/run_file.hpp>
#include <string>
#include <utility>

#include "storage/run_reader.hpp"

namespace hegemon {

struct RunFile::Opened {
    explicit Opened(std::filesystem::path path) : reader(std::move(path)) {}

    /// Index into reader.run().arms; of the first for an empty name. Throws std::invalid_argument.
    [[nodiscard]] std::size_t arm(const std::string& name) const;

    RunReader reader;
};

}  // namespace hegemon
