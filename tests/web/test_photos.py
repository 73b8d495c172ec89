from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from pytest_django.fixtures import Settings

from kbye.web.photos import LONGEST_SIDE, NotAPhoto, keep_photo
from tests.come_back import pictures

NOW = datetime(2026, 12, 4, 19, tzinfo=UTC)


def kept(content: bytes, folder: Path, name: str = "photo.jpg") -> Path:
    return folder / keep_photo(pictures.upload(content, name), folder=folder, now=NOW)


def test_nothing_of_where_and_with_what_it_was_taken_stays(tmp_path: Path) -> None:
    sent = pictures.with_place()
    assert pictures.CAMERA.encode() in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    stored = kept(sent, tmp_path).read_bytes()
    for trace in (
        b"Exif",
        b"GPS",
        b"ICC_PROFILE",
        b"http://ns.adobe.com",
        b"taken at home",
        pictures.CAMERA.encode(),
    ):
        assert trace not in stored
    with Image.open(io.BytesIO(stored)) as photo:
        assert photo.format == "JPEG"
        assert not photo.getexif()
        assert set(photo.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_text_inside_a_png_does_not_stay_either(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "taken at home")
    sent = pictures.picture("PNG", pnginfo=said)
    assert b"taken at home" in sent
    assert b"taken at home" not in kept(sent, tmp_path).read_bytes()


def test_a_photo_taken_sideways_stands_upright(tmp_path: Path) -> None:
    with Image.open(kept(pictures.lying_on_its_side(), tmp_path)) as photo:
        assert photo.size == (40, 60)
        red, white = photo.getpixel((20, 5)), photo.getpixel((20, 50))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 200 > 80 > red[1]
    assert min(white) > 200


@pytest.mark.parametrize(
    ("sent", "stored"), [((3200, 1200), (1600, 600)), ((100, 3200), (50, 1600)), ((60, 40), (60, 40))]
)
def test_the_longest_side_has_1600_pixels_at_most(
    sent: tuple[int, int], stored: tuple[int, int], tmp_path: Path
) -> None:
    with Image.open(kept(pictures.picture(size=sent), tmp_path)) as photo:
        assert photo.size == stored
        assert max(photo.size) <= LONGEST_SIDE


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_usual_kind_becomes_a_plain_jpeg(kind: str, mode: str, tmp_path: Path) -> None:
    with Image.open(kept(pictures.picture(kind, mode=mode), tmp_path)) as photo:
        assert (photo.format, photo.mode) == ("JPEG", "RGB")


def test_what_is_seen_through_becomes_white(tmp_path: Path) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(kept(clear.getvalue(), tmp_path)) as photo:
        assert photo.getpixel((4, 4)) == (255, 255, 255)


def test_a_photo_with_two_pictures_inside_keeps_the_first(tmp_path: Path) -> None:
    both = io.BytesIO()
    first, second = Image.new("RGB", (60, 40), "orange"), Image.new("RGB", (30, 20), "blue")
    first.save(both, "MPO", save_all=True, append_images=[second])
    with Image.open(kept(both.getvalue(), tmp_path)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (60, 40))


def test_colours_are_brought_home_before_their_profile_is_dropped(tmp_path: Path) -> None:
    ours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    not_for_this = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (ours, not_for_this, b"no profile at all"):
        path = kept(pictures.picture(icc_profile=profile), tmp_path)
        assert b"ICC_PROFILE" not in path.read_bytes()
        with Image.open(path) as photo:
            red, green, blue = photo.getpixel((5, 5))  # type: ignore[misc]
        assert max(abs(red - 255), abs(green - 165), abs(blue)) < 8


def test_nobody_else_on_the_machine_reads_it_and_nobody_guesses_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    first, second = kept(pictures.picture(), folder), kept(pictures.picture(), folder)
    assert first.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert first.name != second.name
    assert len(first.name) <= 80
    assert len(first.stem.split("-", 3)[3]) >= 32
    assert sorted(folder.iterdir()) == sorted([first, second])


@pytest.mark.parametrize("name", ["../../etc/photo.jpg", "photo.php", "x" * 300])
def test_what_the_file_was_called_does_not_matter(name: str, tmp_path: Path) -> None:
    path = kept(pictures.picture(), tmp_path, name)
    assert path.parent == tmp_path
    assert path.suffix == ".jpg"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"Dear Sam, all well.\n", "does not open as a photo", id="a text called jpg"),
        pytest.param(b"", "does not open as a photo", id="nothing"),
        pytest.param(pictures.SVG, "does not open as a photo", id="svg"),
        pytest.param(pictures.picture("GIF"), "does not open as a photo", id="gif"),
        pytest.param(pictures.picture("TIFF"), "does not open as a photo", id="tiff"),
        pytest.param(
            pictures.picture(size=(900, 900), quality=95)[:-2000], "does not open as a photo", id="cut short"
        ),
        pytest.param(
            pictures.picture("PNG", (900, 900))[:60], "does not open as a photo", id="png cut short"
        ),
        pytest.param(pictures.HEIC, "HEIC", id="heic"),
        pytest.param(pictures.bomb(), "more pixels", id="a bomb"),
        pytest.param(pictures.bomb(10_000), "more pixels", id="a smaller bomb"),
        pytest.param(pictures.bomb(6_400), "more pixels", id="just over the limit"),
    ],
)
def test_what_is_no_photo_is_said_and_nothing_is_kept(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(NotAPhoto, match=says):
        kept(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_too_many_bytes_are_not_even_opened(tmp_path: Path, settings: Settings) -> None:
    settings.PHOTO_BYTES_MAX = 1024 * 1024
    with pytest.raises(NotAPhoto, match="larger than 1 megabytes"):
        kept(pictures.picture() + bytes(1024 * 1024), tmp_path)


def test_a_disk_that_fails_leaves_no_half_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        kept(pictures.picture(), tmp_path)
    assert list(tmp_path.iterdir()) == []
