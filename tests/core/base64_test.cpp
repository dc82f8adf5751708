// Base64 against the examples of RFC 4648, section 10.
#include "core/base64.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <span>
#include <string>

namespace {

std::string of_text(const std::string& text) { return hegemon::base64(std::as_bytes(std::span(text))); }

}  // namespace

TEST_CASE("base64 gives the published texts") {
    CHECK(of_text("").empty());
    CHECK(of_text("f") == "Zg==");
    CHECK(of_text("fo") == "Zm8=");
    CHECK(of_text("foo") == "Zm9v");
    CHECK(of_text("foob") == "Zm9vYg==");
    CHECK(of_text("fooba") == "Zm9vYmE=");
    CHECK(of_text("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64 knows the bytes that are no letters") {
    const std::array bytes = {std::byte{0xfb}, std::byte{0xff}, std::byte{0x00}, std::byte{0xff}};
    CHECK(hegemon::base64(bytes) == "+/8A/w==");
}
