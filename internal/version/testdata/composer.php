<?php
// Writes what composer/semver makes of every string in strings.txt, as a version
// and as a constraint, and which versions each constraint allows, to standard
// output. It wants Debian's php-cli and php-composer-semver:
//
//     php composer.php > composer.txt
//
// A line is a JSON text for each string: "v", the normalized version or
// "!" and the error; then "c", for each string: the versions that are allowed, as a
// bit for each version that has no error, eight to a byte, in base64; or "!" and
// the error.

require '/usr/share/php/Composer/Semver/autoload.php';

use Composer\Semver\Constraint\Constraint;
use Composer\Semver\VersionParser;

$parser = new VersionParser();
$strings = array_map('json_decode', file(__DIR__ . '/strings.txt', FILE_IGNORE_NEW_LINES));
$versions = [];
foreach ($strings as $s) {
    try {
        $normal = $parser->normalize($s);
        $versions[] = new Constraint('==', $normal);
        put($normal);
    } catch (\Throwable $e) {
        put('!' . $e->getMessage());
    }
}
foreach ($strings as $s) {
    try {
        $constraint = $parser->parseConstraints($s);
    } catch (\Throwable $e) {
        put('!' . $e->getMessage());
        continue;
    }
    $bytes = array_fill(0, intdiv(count($versions) + 7, 8), 0);
    foreach ($versions as $i => $v) {
        if ($constraint->matches($v)) {
            $bytes[intdiv($i, 8)] |= 1 << ($i % 8);
        }
    }
    put(base64_encode(pack('C*', ...$bytes)));
}

function put(string $line): void
{
    echo json_encode($line, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
