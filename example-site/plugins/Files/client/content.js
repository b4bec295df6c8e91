// Sample data: what is in the folders. A preview is text, rows, or a drawing.
define(["./drawings"], function (drawings) {
  const file = (name, kind, size, changed, owner, preview) => ({ name, kind, size, changed, owner, preview });

  return [
    { name: "Observing", children: [
      { name: "Schedules", children: [
        file("november.csv", "table", 1840, "2026-11-17T21:10", "tobias",
          "Night,Dome 1,Dome 2,Observer\n19 Nov,Spectra of M 31,Flats,Amara Okafor\n20 Nov,Comet C/2026 U3,Asteroid 4179,Leila Haddad\n21 Nov,Comet C/2026 U3,Closed,Jun Watanabe\n22 Nov,Variable stars,Asteroid 4179,Amara Okafor"),
        file("december.csv", "table", 920, "2026-11-12T10:02", "tobias", "Night,Dome 1,Dome 2,Observer\n1 Dec,Spectra of M 33,Open,Jun Watanabe\n2 Dec,Occultation,Open,Jun Watanabe"),
      ] },
      file("comet-finder.svg", "image", 3210, "2026-11-20T03:52", "leila", drawings.comet),
      file("night-log.txt", "text", 2480, "2026-11-20T06:10", "amara",
        "19 November, dome 1\n\n18:10  open, seeing 0.9\", wind 3 m/s\n19:25  focus run, best at 2 314\n20:05  M 31, 12 x 600 s, all good\n00:40  soup\n03:37  C/2026 U3: a tail! two degrees, slightly bent\n06:04  closed, 214 frames"),
      file("opening-a-dome.txt", "text", 760, "2025-09-02T14:20", "sofie", "1. Look at the sky, not at the screen.\n2. Wind below 15 m/s, humidity below 85 %.\n3. Warn whoever stands inside.\n4. Shutter first, then the windscreen."),
    ] },
    { name: "Optics", children: [
      file("coating-curve.svg", "image", 2875, "2026-11-19T15:40", "grace", drawings.curve),
      file("coating-run-12.csv", "table", 640, "2026-11-19T15:31", "grace", "Wavelength,Reflectivity\n400 nm,94.1 %\n450 nm,96.4 %\n500 nm,97.5 %\n550 nm,97.8 %\n600 nm,97.6 %\n650 nm,97.2 %"),
      file("washing-a-mirror.txt", "text", 1120, "2026-11-17T14:05", "yara", "Rinse first, for longer than you think.\nCotton only, drawn once, never pushed.\nNo talking over the glass."),
    ] },
    { name: "Archive", children: [
      { name: "Plates", children: [
        file("plate-4410.svg", "image", 5120, "2026-11-18T08:40", "colm", drawings.plate),
        file("scanned.csv", "table", 51200, "2026-11-18T08:55", "colm", "Plate,Date,Field,State\n4 410,1957-03-02,Virgo,good\n4 411,1957-03-02,Virgo,scratched\n4 412,1957-03-03,Coma,good\n4 413,1957-03-05,Leo,good"),
      ] },
      file("catalogue-notes.txt", "text", 4380, "2026-11-11T16:45", "mei", "The 1931 numbering skips 200 to 249.\nNobody knows why. The ledger has a coffee ring there."),
    ] },
    { name: "House", children: [
      file("menu.txt", "text", 540, "2026-11-16T11:00", "rosa", "Mon  pea soup\nTue  fish pie\nWed  mushroom barley\nThu  lentil soup\nFri  whatever Emil caught"),
      file("bus.csv", "table", 300, "2026-10-01T09:00", "emil", "From,Leaves,Arrives\nStation,07:40,08:05\nStation,16:20,16:45\nHill,08:15,08:40\nHill,22:30,22:55"),
    ] },
    file("welcome.txt", "text", 610, "2026-10-01T08:30", "ines", "Welcome to Halden.\n\nThe domes are up the path, the kitchen is down it.\nIf a door has a red light, somebody's eyes are used to the dark: knock, and wait."),
  ];
});
