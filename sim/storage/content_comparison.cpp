#include "storage/content_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "storage/damage.hpp"
#include "storage/hdf5_scan.hpp"
#include "storage/run_paths.hpp"
#include "storage/run_reader.hpp"
#include "storage/stored_content.hpp"
#include "storage/value_text.hpp"

namespace hegemon {

using hdf5::Handle;
using hdf5::Shape;

namespace {

/// The parts of a path: "/base/town/size" -> "base", "town", "size".
std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 1; begin < path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

/// One of the two files.
class Side {
public:
    explicit Side(const std::filesystem::path& path) : reader_(path), file_(hdf5::open_file(path, hdf5::Access::read)) {
        for (const auto& object : stored_objects(file_)) objects_.emplace(object.path, object);
        for (const auto& arm : reader_.run().arms) arms_.emplace(layout::arm_path(arm.name).substr(1), &arm);
    }

    [[nodiscard]] const std::map<std::string, StoredObject>& objects() const { return objects_; }
    [[nodiscard]] Handle open(const std::string& path) const { return open_object(file_, objects_.at(path)); }

    /// nullptr if the path does not lie in an arm.
    [[nodiscard]] const ArmDescription* arm_of(const std::string& path) const {
        const auto parts = parts_of(path);
        const auto found = parts.empty() ? arms_.end() : arms_.find(parts.front());
        return found == arms_.end() ? nullptr : found->second;
    }

    /// Where element `index` of a dataset belongs.
    [[nodiscard]] ContentPlace place(const std::string& path, const Shape& shape, std::uint64_t index) const {
        const auto* arm = arm_of(path);
        const auto parts = parts_of(path);
        if (arm == nullptr || parts.size() < 2) return {};
        if (parts[1] == "events" || parts[1] == "decisions") return entry(*arm, path, index);
        if (parts[1] == "parameters" || parts[1] == "failures") return {};
        if (parts.size() == 2 && shape.size() == 2)
            return {index / shape[1], static_cast<std::uint32_t>(index % shape[1]), ""};
        if (parts.size() == 2 || parts[1] == "outcomes") return {index, {}, ""};
        return in_kind(*arm, parts[1], path, shape, index);
    }

private:
    /// Rows of the kind whose group has this name.
    static std::string row_name(const ArmDescription& arm, const std::string& group, std::uint64_t row) {
        for (const auto& kind : arm.kinds)
            if (layout::free_name(kind.name, layout::reserved_in_arm(), "kind") == group && row < kind.rows.size())
                return kind.rows[row];
        return {};
    }

    [[nodiscard]] ContentPlace in_kind(const ArmDescription& arm, const std::string& group, const std::string& path,
                                       const Shape& shape, std::uint64_t index) const {
        const auto step = [](std::uint64_t number) { return static_cast<std::uint32_t>(number); };
        if (shape.size() == 3)
            return {index / (shape[1] * shape[2]), step(index / shape[2] % shape[1]),
                    row_name(arm, group, index % shape[2])};
        if (shape.size() == 2) return {{}, step(index / shape[1]), row_name(arm, group, index % shape[1])};
        const auto role = hdf5::read_attribute<std::string>(open(path), "role");
        const bool is_by_step = path.ends_with("/time") || (role && role->front() == "summary");
        return is_by_step ? ContentPlace{{}, step(index), ""} : ContentPlace{{}, {}, row_name(arm, group, index)};
    }

    /// Of an entry in the table of an event or a decision.
    [[nodiscard]] ContentPlace entry(const ArmDescription& arm, const std::string& path, std::uint64_t index) const {
        const std::string table = path.substr(0, path.rfind('/'));
        std::int64_t replicate = 0;
        std::int32_t step = 0, row = 0;
        hdf5::read(open(table + "/replicate"), index, 1, hdf5::Type::int64, &replicate);
        hdf5::read(open(table + "/step"), index, 1, hdf5::Type::int32, &step);
        hdf5::read(open(table + "/row"), index, 1, hdf5::Type::int32, &row);
        const auto kind = hdf5::read_attribute<std::string>(open(table), "kind");
        std::string name;
        if (kind)
            name = row_name(arm, layout::free_name(kind->front(), layout::reserved_in_arm(), "kind"),
                            static_cast<std::uint64_t>(row));
        return {static_cast<std::uint64_t>(replicate), static_cast<std::uint32_t>(step), name};
    }

    RunReader reader_;
    Handle file_;
    std::map<std::string, StoredObject> objects_;
    std::map<std::string, const ArmDescription*> arms_;  ///< by the name of the group
};

std::string shape_text(const Shape& shape) {
    std::string text;
    for (const auto size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
    return shape.empty() ? "one value" : text;
}

class Comparer {
public:
    Comparer(const std::filesystem::path& first, const std::filesystem::path& second)
        : first_(first), second_(second) {}

    ContentComparison compare() {
        std::set<std::string> paths;
        for (const auto& [path, object] : first_.objects()) paths.insert(path);
        for (const auto& [path, object] : second_.objects()) paths.insert(path);
        for (const auto& path : paths) compare_object(path);
        std::stable_sort(result_.mismatches.begin(), result_.mismatches.end(),
                         [&](const Mismatch& a, const Mismatch& b) { return sort_of(a.path) < sort_of(b.path); });
        return std::move(result_);
    }

private:
    [[nodiscard]] ContentSort sort_of(const std::string& path) const {
        const auto parts = parts_of(path);
        if (parts.empty()) return ContentSort::file;
        if (parts.front() == "scenario") return ContentSort::scenario;
        if (parts.size() == 1) return ContentSort::arms;
        static const std::map<std::string, ContentSort> known = {{"parameters", ContentSort::parameters},
                                                                 {"outcomes", ContentSort::outcomes},
                                                                 {"events", ContentSort::events},
                                                                 {"decisions", ContentSort::decisions},
                                                                 {"status", ContentSort::replicates},
                                                                 {"hash", ContentSort::replicates},
                                                                 {"failures", ContentSort::replicates},
                                                                 {"replicate", ContentSort::arms},
                                                                 {"step", ContentSort::arms}};
        if (const auto found = known.find(parts[1]); found != known.end()) return found->second;
        return sort_in_kind(path);
    }

    [[nodiscard]] ContentSort sort_in_kind(const std::string& path) const {
        const Side& side = first_.objects().contains(path) ? first_ : second_;
        const auto role =
            hdf5::read_attribute<std::string>(side.open(path), "role").value_or(std::vector<std::string>{""});
        if (role.front() == "column") return ContentSort::columns;
        return role.front() == "summary" ? ContentSort::sums : ContentSort::rows;
    }

    void tell(const std::string& path, const std::string& problem) {
        const auto* arm = first_.arm_of(path) != nullptr ? first_.arm_of(path) : second_.arm_of(path);
        result_.mismatches.push_back({path, "", arm == nullptr ? "" : arm->name, {}, "", "", problem, 1});
    }

    void compare_object(const std::string& path) {
        const auto a = first_.objects().find(path);
        const auto b = second_.objects().find(path);
        ContentCount& count = result_.counts.at(static_cast<std::size_t>(sort_of(path)));
        if (a == first_.objects().end() || b == second_.objects().end()) {
            const bool is_first = a != first_.objects().end();
            const StoredObject& object = is_first ? a->second : b->second;
            if (!object.group) ++(is_first ? count.only_first : count.only_second);
            const std::string parent = path.substr(0, path.rfind('/'));
            if (!missing_.contains(parent))
                tell(path, is_first ? "only the first file has it" : "only the second file has it");
            missing_.insert(path);
            return;
        }
        const Handle x = first_.open(path), y = second_.open(path);
        const std::size_t before = result_.mismatches.size();
        compare_attributes(path, x, y);
        if (!a->second.group && !b->second.group) compare_data(path, x, y);
        if (a->second.group != b->second.group) tell(path, "is a group in one file and a dataset in the other");
        if (!a->second.group) ++(result_.mismatches.size() == before ? count.same : count.different);
    }

    void compare_attributes(const std::string& path, const Handle& x, const Handle& y) {
        const auto mine = content_attributes(x, path), others = content_attributes(y, path);
        std::set<std::string> names(mine.begin(), mine.end());
        names.insert(others.begin(), others.end());
        const auto text = [&](const Handle& object, const std::vector<std::string>& known, const std::string& name) {
            if (std::find(known.begin(), known.end(), name) == known.end()) return std::string("nothing");
            return value_text(hdf5::read_value(object, name));
        };
        const auto* arm = first_.arm_of(path);
        for (const auto& name : names) {
            auto stored = text(x, mine, name), other = text(y, others, name);
            if (stored != other)
                result_.mismatches.push_back(
                    {path, name, arm == nullptr ? "" : arm->name, {}, std::move(stored), std::move(other), "", 1});
        }
    }

    void compare_data(const std::string& path, const Handle& x, const Handle& y) {
        const hdf5::Type type = hdf5::type_of(x);
        if (type != hdf5::type_of(y)) return tell(path, "is of another type in the second file");
        if (type == hdf5::Type::string) return compare_texts(path, x, y);
        const Shape shape = hdf5::shape_of(x), other = hdf5::shape_of(y);
        std::string problem;
        if (shape != other)
            problem = fmt::format("is {} in the first file, {} in the second", shape_text(shape), shape_text(other));
        const bool is_comparable =
            shape.size() == other.size() && hdf5::row_elements(shape) == hdf5::row_elements(other);
        if (!is_comparable) return tell(path, problem);
        auto found = first_difference(path, x, y, type, other.empty() ? 1 : other.front());
        if (!found && problem.empty()) return;
        if (!found) return tell(path, problem);
        found->problem = problem;
        result_.mismatches.push_back(std::move(*found));
    }

    void compare_texts(const std::string& path, const Handle& x, const Handle& y) {
        const auto a = hdf5::read_texts(x), b = hdf5::read_texts(y);
        if (a == b) return;
        tell(path, fmt::format("has other texts ({} in the first file, {} in the second)", a.size(), b.size()));
        if (a.size() == 1 && b.size() == 1) result_.mismatches.back().problem = line_difference(a.front(), b.front());
    }

    /// "differs from line 12 on"
    static std::string line_difference(const std::string& a, const std::string& b) {
        const auto at =
            std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin())
                .first;
        return fmt::format("differs from line {} on", 1 + std::count(a.begin(), at, '\n'));
    }

    /// In the rows that both have; nothing if they are the same there.
    std::optional<Mismatch> first_difference(const std::string& path, const Handle& x, const Handle& y, hdf5::Type type,
                                             std::uint64_t rows) {
        std::optional<Mismatch> found;
        const Shape shape = hdf5::shape_of(x);
        const std::uint64_t row = hdf5::row_elements(shape);
        const std::size_t size = hdf5::type_size(type);
        std::vector<std::byte> others;
        hdf5::scan(x, [&](std::uint64_t first, std::span<const std::byte> bytes) {
            if (first >= rows) return;
            bytes = bytes.first(std::min<std::uint64_t>(bytes.size(), (rows - first) * row * size));
            others.resize(bytes.size());
            hdf5::read(y, first, bytes.size() / (row * size), type, others.data());
            if (std::memcmp(bytes.data(), others.data(), bytes.size()) == 0) return;
            for (std::size_t at = 0; at < bytes.size(); at += size) {
                if (std::memcmp(bytes.data() + at, others.data() + at, size) == 0) continue;
                if (found) {
                    ++found->count;
                    continue;
                }
                const auto* arm = first_.arm_of(path);
                found = Mismatch{path,
                                 "",
                                 arm == nullptr ? "" : arm->name,
                                 first_.place(path, shape, first * row + at / size),
                                 number_text(type, bytes.subspan(at, size)),
                                 number_text(type, std::span<const std::byte>(others).subspan(at, size)),
                                 "",
                                 1};
            }
        });
        return found;
    }

    Side first_, second_;
    std::set<std::string> missing_;
    ContentComparison result_;
};

}  // namespace

ContentComparison compare_contents(const std::filesystem::path& first, const std::filesystem::path& second) try {
    return Comparer(first, second).compare();
} catch (const hdf5::Error& error) {
    throw ReadError(first, std::string("cannot be compared with ") + second.string() + ": " + read_problem(error));
}

}  // namespace hegemon
