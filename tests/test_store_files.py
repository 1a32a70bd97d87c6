"""The project folder: scans that are copied, backups, and where no project can be."""

import os
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from project_pages import add, saved, scan, source

from correction.store import create_project, open_project
from correction.store.backup import backup, restore
from correction.store.folder import ProjectFolder, Settings, write_settings
from ocr.errors import InputError, ProjectError


@pytest.fixture
def project(local: ProjectFolder) -> ProjectFolder:
    return local


def test_scans_are_copied_and_found_again(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in", "Zürich 平湖.png")
    entry = project.add_sources([source(file)])[0].entry
    assert entry.source.path == f"scans/{entry.source.sha256[:12]}-Zürich 平湖.png"
    copy = Path(project.located(entry.source).path)
    assert copy.read_bytes() == file.read_bytes()
    copy.unlink()
    assert "cannot be read" in project.check()[0].problem
    add(project, file)
    assert project.check() == []


def test_a_name_that_is_long_or_no_unicode_is_taken(project: ProjectFolder, tmp_path: Path) -> None:
    long = scan(tmp_path / "in", "版" * 80 + ".png", b"long")
    assert add(project, long) == "p000001"
    odd = os.fsdecode(os.fsencode(tmp_path / "in") + b"/f\xfc.png")
    try:
        Path(odd).write_bytes(b"odd")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    assert add(project, Path(odd)) == "p000002"


def test_scans_may_stay_where_they_are(root: Path, tmp_path: Path) -> None:
    root.mkdir()
    (root / "galley.toml").write_text('scans = "reference"\n')
    project = ProjectFolder.create(root)
    file = scan(tmp_path / "in")
    entry = project.add_sources([source(file)])[0].entry
    assert entry.source.path == str(file.resolve())
    moved = file.rename(tmp_path / "moved.png")
    again = project.add_sources([source(moved)])[0].entry
    assert (again.id, again.source.path) == (entry.id, str(moved.resolve()))
    project.close()


def test_a_scan_inside_the_project_is_not_copied(project: ProjectFolder) -> None:
    file = scan(project.root / "scans", "mine.png")
    assert project.add_sources([source(file)])[0].entry.source.path == "scans/mine.png"


def test_a_scan_that_changes_meanwhile_is_refused(project: ProjectFolder, tmp_path: Path) -> None:
    file = scan(tmp_path / "in")
    before = source(file)
    file.write_bytes(b"changed")
    with pytest.raises(InputError, match="changed while"):
        project.add_sources([before])
    assert project.pages() == []
    assert os.listdir(project.root / "scans") == []


def test_backup_and_restore(project: ProjectFolder, tmp_path: Path) -> None:
    page = saved(project, tmp_path, "one")
    assert len(backup(project, tmp_path / "copies" / "b.zip").scans) == 1
    copy = restore(tmp_path / "copies" / "b.zip", tmp_path / "again")
    assert copy.load_page(page.id) == page
    assert copy.check() == []
    copy.close()
    with pytest.raises(ProjectError, match="not empty"):
        restore(tmp_path / "copies" / "b.zip", tmp_path / "again")


def test_a_restored_project_has_its_own_database(root: Path, tmp_path: Path) -> None:
    project = ProjectFolder.create(root, f"sqlite:///{tmp_path / 'elsewhere.db'}")
    page = saved(project, tmp_path, "one")
    backup(project, tmp_path / "b.zip")
    project.close()
    (tmp_path / "elsewhere.db").unlink()
    copy = restore(tmp_path / "b.zip", tmp_path / "again")
    assert copy.settings.database is None
    assert copy.load_page(page.id) == page
    copy.close()


def test_a_backup_of_no_sound_project_leaves_the_folder_free(tmp_path: Path) -> None:
    for content in ({"galley.toml": b"\xff", "galley.db": b""}, {"galley.toml": b"", "galley.db": b"no database" * 99}):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
        with pytest.raises(InputError, match=r"holds no sound project \((galley\.toml|the database)"):
            restore(tmp_path / "b.zip", tmp_path / "x")
    assert os.listdir(tmp_path) == ["b.zip"]


def test_a_backup_keeps_the_settings_and_the_models_of_a_project(project: ProjectFolder, tmp_path: Path) -> None:
    project.close()
    words = 'scans = "copy"\ntessdata = "models"\nmodels = ["Zürich 平湖"]\n[repair]\ngaps = false\n'
    (project.root / "galley.toml").write_text(words, encoding="utf-8")
    scan(project.root / "models" / "script", "Fraktur.traineddata", b"a model")
    with closing(ProjectFolder.open(project.root)) as changed:
        backup(changed, tmp_path / "b.zip")
        with closing(restore(tmp_path / "b.zip", tmp_path / "again")) as copy:
            assert copy.settings == changed.settings
            assert (copy.root / "models" / "script" / "Fraktur.traineddata").read_bytes() == b"a model"


def test_settings_are_written_whole_or_not_at_all(project: ProjectFolder) -> None:
    file = project.root / "galley.toml"
    before = file.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        write_settings(file, Settings(database="sqlite:///\udcff.db"))
    assert file.read_bytes() == before
    assert not list(project.root.glob(".galley-*toml"))


@pytest.mark.parametrize("field", ["bytes", "flags", "method"])
def test_a_damaged_backup_is_no_input(field: str, project: ProjectFolder, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(project, file)
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("galley.db").header_offset
    entry = data.rindex(b"PK\x01\x02")  # the database is the last entry of the directory
    match field:
        case "bytes":
            data[start + 39 : start + 49] = b"\xff" * 10
        case "flags":
            data[start + 6] |= 1
            data[entry + 8] |= 1
        case "method":
            data[start + 8] = data[entry + 10] = 97
    file.write_bytes(data)
    with pytest.raises(InputError, match="damaged or no zip"):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_restore_takes_only_backups(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        restore(tmp_path / "none.zip", tmp_path / "x")
    with pytest.raises(InputError, match="damaged or no zip"):
        restore(scan(tmp_path, "a.zip"), tmp_path / "x")
    for names in (["a.txt"], ["galley.toml", "galley.db", "../out.txt"]):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            for name in names:
                archive.writestr(name, "")
        with pytest.raises(InputError):
            restore(tmp_path / "b.zip", tmp_path / "x")
    assert sorted(os.listdir(tmp_path)) == ["a.zip", "b.zip"]


def test_a_database_that_is_gone_is_not_made_anew(project: ProjectFolder, tmp_path: Path) -> None:
    page_id = add(project, scan(tmp_path / "in"))
    assert project.claim(page_id)
    project.close()
    for file in project.root.glob("galley.db*"):
        file.unlink()
    with pytest.raises(ProjectError, match="is missing"):
        create_project(project.root)
    assert not list(project.root.glob("galley.db*"))


def test_settings_may_be_written_before_the_first_page(root: Path) -> None:
    root.mkdir()
    (root / "galley.toml").write_text('scans = "reference"\n')
    with closing(ProjectFolder.create(root)) as project:
        assert project.settings.scans == "reference"


def test_where_no_project_can_be(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no project"):
        open_project(tmp_path / "none")
    file = scan(tmp_path, "file")
    with pytest.raises(ProjectError, match="is a file"):
        create_project(file)
    with pytest.raises(ProjectError, match="a file, not a folder"):
        create_project(file / "below")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "galley.toml").write_text("galley = 1\n")
    with pytest.raises(ProjectError, match="is missing"):
        open_project(tmp_path / "p")


def test_a_project_has_characters_of_its_own(root: Path) -> None:
    ProjectFolder.create(root).close()
    settings = root / "galley.toml"
    plain = settings.read_text()
    settings.write_text(plain + '[desk]\nlater = 3\ncharacters = "ꝓ ꝑꝓ m\u0303"\n')
    project = open_project(root)
    assert project.characters == ("ꝓ", "ꝑ", "m\u0303")
    project.close()
    for wrong in ("[desk]\ncharacters = 3\n", "desk = 3\n"):
        settings.write_text(wrong + plain if wrong.startswith("desk") else plain + wrong)
        with pytest.raises(ProjectError, match="names no characters"):
            open_project(root)
