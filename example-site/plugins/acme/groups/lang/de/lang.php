<?php

return [
    'menu' => [
        'groups' => 'Gruppen',
        'teams' => 'Teams',
        'keys' => 'Schlüssel',
        'vault' => 'Plattenarchiv',
    ],
    'permissions' => [
        'view' => 'Sehen, wer in welcher Gruppe ist',
        'keys' => 'Schlüssel ausgeben',
    ],
];
