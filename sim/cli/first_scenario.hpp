#pragma once
/// The scenario that `new` writes; the build makes it from scenarios/examples/first.toml.

namespace hegemon::cli {

extern const char* const first_scenario;

}  // namespace hegemon::cli
