import pytest

from hoptix_runtime.cgroups import cpu_quota, memory_limit

MIB = 2**20
CPU = [
    ("nothing", "", {}, None),
    ("unlimited", "0::/\n", {"cpu.max": "max 100000\n"}, None),
    ("half a core", "0::/\n", {"cpu.max": "50000 100000\n"}, 0.5),
    ("a lone quota", "0::/\n", {"cpu.max": "200000\n"}, 2),
    (
        "the least on the way up",
        "0::/pod/app\n",
        {
            "cpu.max": "900000 100000",
            "pod/cpu.max": "150000 100000",
            "pod/app/cpu.max": "max 100000",
        },
        1.5,
    ),
    ("a path of the host", "0::/../../x\n", {"cpu.max": "100000 100000"}, 1),
    (
        "version 1",
        "4:cpu,cpuacct:/pod\n",
        {
            "cpu,cpuacct/pod/cpu.cfs_quota_us": "25000\n",
            "cpu,cpuacct/pod/cpu.cfs_period_us": "100000\n",
        },
        0.25,
    ),
    ("version 1 without a limit", "4:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1\n"}, None),
    ("words", "0::/\n", {"cpu.max": "many 100000\n"}, None),
]
MEMORY = [
    ("nothing", "", {}, None),
    ("unlimited", "0::/\n", {"memory.max": "max\n"}, None),
    ("512 MiB", "0::/\n", {"memory.max": f"{512 * MIB}\n"}, 512 * MIB),
    (
        "the least on the way up",
        "0::/a/b\n",
        {"a/memory.max": f"{64 * MIB}\n", "a/b/memory.max": f"{99 * MIB}\n"},
        64 * MIB,
    ),
    (
        "version 1",
        "5:memory:/\n",
        {"memory/memory.limit_in_bytes": f"{256 * MIB}\n"},
        256 * MIB,
    ),
    (
        "version 1 without a limit",
        "5:memory:/\n",
        {"memory/memory.limit_in_bytes": "9223372036854771712\n"},
        None,
    ),
]


def tree(folder, membership, files):
    (folder / "proc").write_text(membership)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return str(folder / "proc"), str(folder)


@pytest.mark.parametrize(("name", "membership", "files", "cores"), CPU)
def test_cpu_quota(tmp_path, name, membership, files, cores):
    assert cpu_quota(*tree(tmp_path, membership, files)) == cores


@pytest.mark.parametrize(("name", "membership", "files", "limit"), MEMORY)
def test_memory_limit(tmp_path, name, membership, files, limit):
    assert memory_limit(*tree(tmp_path, membership, files)) == limit


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "proc").write_bytes(b"0::/\xff\xfe\x00\n")
    (tmp_path / "cpu.max").write_bytes(b"\xff 100000")
    assert cpu_quota(str(tmp_path / "proc"), str(tmp_path)) is None


def test_folders_in_the_place_of_files(tmp_path):
    (tmp_path / "memory.max").mkdir()
    assert memory_limit(str(tmp_path), str(tmp_path)) is None
