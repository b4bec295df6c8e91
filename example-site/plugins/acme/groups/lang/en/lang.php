<?php

return [
    'menu' => [
        'groups' => 'Groups',
        'teams' => 'Teams',
        'keys' => 'Keys',
        'vault' => 'Plate vault',
    ],
    'permissions' => [
        'view' => 'See who is in which group',
        'keys' => 'Hand out keys',
    ],
];
