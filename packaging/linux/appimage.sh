#!/bin/sh
# An AppImage of what `build.py linux` has frozen; needs appimagetool, on its own host.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder="$root/build/OptLab.AppDir"
rm -rf "$folder"
mkdir -p "$folder/usr/share/metainfo"
cp -r "$root/build/frozen/optlab" "$folder/program"
cp "$here/optlab.desktop" "$folder/optlab.desktop"
cp "$here/org.optlab.OptLab.metainfo.xml" "$folder/usr/share/metainfo/"
cp "$root/resources/icons/optlab-256.png" "$folder/optlab.png"
printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/program/optlab" "$@"\n' > "$folder/AppRun"
chmod +x "$folder/AppRun"
mkdir -p "$root/dist"
appimagetool "$folder" "$root/dist/OptLab-x86_64.AppImage"
