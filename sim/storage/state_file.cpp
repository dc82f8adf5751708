#include "storage/state_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
#include <system_error>

#include "core/sha256.hpp"
#include "storage/file_bytes.hpp"

namespace hegemon {

namespace {

struct Header {
    std::array<char, 8> magic{};
    std::uint64_t replicates = 0, bytes = 0;
    Sha256Digest digest{};
};
constexpr std::array<char, 8> magic = {'h', 'g', 'm', 'n', 's', 't', 'a', 't'};

std::uint64_t bytes_of(const RunState& state) {
    std::uint64_t bytes = 0;
    for (const auto& part : state.parts) bytes += part.size();
    return bytes;
}

Header header_of(std::uint64_t replicates, const RunState& state) {
    Header header{magic, replicates, bytes_of(state), {}};
    Sha256 sha;
    for (const auto& part : state.parts) sha.add(part);
    header.digest = sha.add_number(header.replicates).add_number(header.bytes).digest();
    return header;
}

std::uint64_t begin_of(std::uint64_t place, std::uint64_t bytes) { return place * (sizeof(Header) + bytes); }

}  // namespace

StateFile::StateFile(const std::filesystem::path& path, Opening opening) {
    file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT | (opening == Opening::create ? O_TRUNC : 0), 0666);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "cannot open it");
}

StateFile::~StateFile() { ::close(file_); }

void StateFile::write(std::uint64_t replicates, const RunState& state) {
    const Header header = header_of(replicates, state);
    std::uint64_t at = begin_of(next_, header.bytes);
    write_bytes(file_, at, std::as_bytes(std::span(&header, 1)));
    at += sizeof header;
    for (const auto& part : state.parts) {
        write_bytes(file_, at, part);
        at += part.size();
    }
    next_ = 1 - next_;
}

bool StateFile::read(std::uint64_t replicates, const RunState& state) {
    for (std::uint64_t place = 0; place < 2; ++place) {
        Header header;
        std::uint64_t at = begin_of(place, bytes_of(state));
        read_bytes(file_, at, std::as_writable_bytes(std::span(&header, 1)));
        if (header.magic != magic || header.replicates != replicates || header.bytes != bytes_of(state)) continue;
        at += sizeof header;
        for (const auto& part : state.parts) {
            read_bytes(file_, at, part);
            at += part.size();
        }
        next_ = 1 - place;
        if (header_of(replicates, state).digest == header.digest) return true;
    }
    return false;
}

}  // namespace hegemon
