// Sample data, newest first.
define([], [
  { at: "2026-11-20T09:12", who: "nadia", kind: "sky", group: "archive", what: "filed 214 frames from last night" },
  { at: "2026-11-20T06:04", who: "amara", kind: "sky", group: "night-crew", what: "closed dome 1 after eleven clear hours" },
  { at: "2026-11-20T03:37", who: "leila", kind: "sky", group: "comet-watch", what: "saw a tail on C/2026 U3, two degrees long" },
  { at: "2026-11-20T00:31", who: "rosa", kind: "house", group: "midnight-meal", what: "served lentil soup to nine" },
  { at: "2026-11-19T18:10", who: "sofie", kind: "sky", group: "night-crew", what: "opened dome 1" },
  { at: "2026-11-19T15:25", who: "grace", kind: "work", group: "mirror-hall", what: "measured the new coating: 97.8 % at 550 nm" },
  { at: "2026-11-19T11:40", who: "elin", kind: "work", group: "clean-room", what: "brought the camera down to 110 K" },
  { at: "2026-11-19T09:05", who: "bruno", kind: "house", what: "had the road sanded up to the gatehouse" },
  { at: "2026-11-18T22:48", who: "jun", kind: "sky", group: "night-crew", what: "lost two hours to fog, and used them for flats" },
  { at: "2026-11-18T14:00", who: "tove", kind: "house", what: "showed the big telescope to 31 pupils" },
  { at: "2026-11-18T10:20", who: "marek", kind: "work", group: "instruments", what: "finished the filter wheel, with seven slots" },
  { at: "2026-11-18T08:55", who: "colm", kind: "work", group: "plate-vault", what: "scanned plates 4 410 to 4 438" },
  { at: "2026-11-17T21:15", who: "tobias", kind: "sky", group: "observing", what: "moved the schedule by a night, for the wind" },
  { at: "2026-11-17T13:30", who: "yara", kind: "work", group: "mirror-hall", what: "washed the secondary mirror" },
  { at: "2026-11-17T09:00", who: "ines", kind: "house", group: "observing", what: "gave twelve nights to visiting observers" },
]);
