"""The content digest of a run file, computed from what any reader sees, as analysis/README.md defines it.

As a program: print the digest of each file named, and fail if it is not the one that the file carries.
"""
import hashlib
import sys

import h5py
import numpy as np

NO_CONTENT = {"DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME", "DIMENSION_LABELS"}
DIMENSION_ONLY = b"This is a netCDF dimension but not a netCDF variable"


def type_name(dtype: np.dtype) -> str:
    return "string" if h5py.check_string_dtype(dtype) else dtype.name


def type_and_shape(dtype: np.dtype, shape: tuple) -> str:
    return " ".join([type_name(dtype), *map(str, shape)])


def data_bytes(dtype: np.dtype, data) -> bytes:
    """Little-endian, C order; each string as UTF-8 and a zero byte."""
    if h5py.check_string_dtype(dtype):
        texts = np.ravel(np.asarray(data, dtype=object))
        return b"".join((t if isinstance(t, bytes) else t.encode("utf-8", "surrogateescape")) + b"\0" for t in texts)
    return np.ascontiguousarray(data, dtype=dtype.newbyteorder("<")).tobytes()


def attribute_lines(path: str, thing: h5py.HLObject) -> list[str]:
    lines = []
    for name in sorted(thing.attrs, key=str.encode):
        if name in NO_CONTENT or name.startswith("_Netcdf4") or (path == "/" and name == "digest"):
            continue
        attribute = h5py.h5a.open(thing.id, name.encode())
        digest = hashlib.sha256(data_bytes(attribute.dtype, thing.attrs[name])).hexdigest()
        lines.append(f"attribute {name} {type_and_shape(attribute.dtype, attribute.shape)} {digest}")
    return lines


def object_lines(path: str, thing: h5py.HLObject) -> list[str]:
    if isinstance(thing, h5py.Group):
        return [f"group {path}", *attribute_lines(path, thing)]
    data = hashlib.sha256(data_bytes(thing.dtype, thing[()])).hexdigest()
    return [f"dataset {path}", f"type {type_and_shape(thing.dtype, thing.shape)}",
            *attribute_lines(path, thing), f"data {data}"]


def content(file: h5py.File) -> dict[str, h5py.HLObject]:
    """Every group and dataset by its full path, but for /provenance and dimensions that have no variable."""
    found = {"/": file}

    def visit(name: str, thing: h5py.HLObject) -> None:
        dimension_only = bytes(thing.attrs.get("NAME", b"")).startswith(DIMENSION_ONLY)
        if name.split("/")[0] != "provenance" and not dimension_only:
            found["/" + name] = thing

    file.visititems(visit)
    return found


def content_digest(path: str) -> str:
    with h5py.File(path, "r") as file:
        things = content(file)
        lines = [line for name in sorted(things, key=str.encode) for line in object_lines(name, things[name])]
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


def main(paths: list[str]) -> int:
    wrong = 0
    for path in paths:
        with h5py.File(path, "r") as file:
            stored = file.attrs["digest"]
        digest = content_digest(path)
        wrong += digest != stored
        print(digest, path, "" if digest == stored else f"DIFFERS from {stored}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
