#include <hegemon/version.hpp>

namespace hegemon {

std::string_view version() { return HEGEMON_VERSION; }

}  // namespace hegemon
